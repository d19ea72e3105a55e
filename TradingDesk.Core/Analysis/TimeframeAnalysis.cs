using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis;

/// <summary>All that the desk knows of one instrument on one timeframe, from closed bars only.</summary>
public sealed class TimeframeAnalysis : IHasState
{
    private const int VolumeWindow = 5;
    private readonly double[] _recentVolumes = new double[VolumeWindow];

    public TimeframeAnalysis(
        Timeframe timeframe, StructureOptions structure, SessionAnchor vwapAnchor, int vwapSigmaWindowMinutes, int longEmaPeriod = 200, LiquidityOptions? liquidity = null)
    {
        Timeframe = timeframe;
        LongEmaPeriod = longEmaPeriod;
        LongEma = new Ema(longEmaPeriod);
        Market = new MarketStructure(structure, liquidity ?? new LiquidityOptions());
        Vwap = new SessionVwap(vwapAnchor, vwapSigmaWindowMinutes);
    }

    public Timeframe Timeframe { get; }

    /// <summary>All families of structure; decisions use of it only live breaks, final swings and zones.</summary>
    public MarketStructure Market { get; }

    public StructureAnalyzer Structure => Market.Swings;

    public Atr Atr14 { get; } = new(14);

    public Ema Ema20 { get; } = new(20);

    /// <summary>Bars before <see cref="LongEma"/> exists; the longest warm-up here.</summary>
    public int LongEmaPeriod { get; }

    public Ema LongEma { get; }

    public Rsi Rsi14 { get; } = new(14);

    public SessionVwap Vwap { get; }

    /// <summary>Trend strength, bands, momentum and candlestick patterns.</summary>
    public TimeframeMeasures Measures { get; } = new();

    public int BarsUsed { get; private set; }

    /// <summary>The last closed bar; meaningless while <see cref="BarsUsed"/> is 0.</summary>
    public Bar LastBar { get; private set; }

    /// <summary>
    /// Volume of the last bar over the mean of the five before it (the bar itself excluded, DOMAIN A17 recommendation);
    /// <see langword="null"/> until six bars were seen or where those five had none.
    /// </summary>
    public double? VolumeRatio { get; private set; }

    /// <summary>Takes the next closed bar; structure events that become known go to <paramref name="sink"/>.</summary>
    public void Update(in Bar bar, IEventSink<StructureEvent> sink)
    {
        UpdateVolumeRatio(bar.Volume);
        Market.Update(bar, sink);
        Atr14.Update(bar);
        Ema20.Update(bar);
        LongEma.Update(bar);
        Rsi14.Update(bar);
        Vwap.Update(bar);
        Measures.Update(bar, Structure);
        LastBar = bar;
        BarsUsed++;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(TimeframeAnalysis), 1);
        writer.Write(BarsUsed);
        if (BarsUsed > 0)
        {
            writer.Write(LastBar);
        }

        writer.WriteOptional(VolumeRatio);
        foreach (var volume in _recentVolumes)
        {
            writer.Write(volume);
        }

        foreach (var part in Parts())
        {
            part.SaveState(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(TimeframeAnalysis), 1);
        BarsUsed = reader.ReadInt32();
        LastBar = BarsUsed > 0 ? reader.ReadBar() : default;
        VolumeRatio = reader.ReadOptionalDouble();
        for (var i = 0; i < _recentVolumes.Length; i++)
        {
            _recentVolumes[i] = reader.ReadDouble();
        }

        foreach (var part in Parts())
        {
            part.LoadState(reader);
        }
    }

    private IHasState[] Parts() => [Market, Atr14, Ema20, LongEma, Rsi14, Vwap, Measures];

    private void UpdateVolumeRatio(double volume)
    {
        if (BarsUsed >= VolumeWindow)
        {
            double sum = 0;
            foreach (var v in _recentVolumes)
            {
                sum += v;
            }

            VolumeRatio = sum > 0 ? volume / (sum / VolumeWindow) : null;
        }

        _recentVolumes[BarsUsed % VolumeWindow] = volume;
    }
}
