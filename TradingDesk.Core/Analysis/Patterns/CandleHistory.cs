using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.Patterns;

/// <summary>The last four candles with their yardsticks, and what it takes to make the next one.</summary>
internal sealed class CandleHistory : IHasState
{
    private const int Kept = 4;
    private readonly PatternCandle[] _candles = new PatternCandle[Kept];
    private readonly ValueWindow _bodies = new(PatternCandle.BodyPeriod);
    private readonly ValueWindow _ranges = new(PatternCandle.BodyPeriod);

    /// <summary>Index of the newest candle, counted from 0; −1 before the first.</summary>
    public int LastIndex { get; private set; } = -1;

    /// <summary>The candle <paramref name="age"/> bars back, 0 to 3; 0 the newest.</summary>
    public ref readonly PatternCandle this[int age] => ref _candles[(LastIndex - age) & (Kept - 1)];

    public void Add(in Bar bar)
    {
        var shape = CandleShape.Of(bar);
        LastIndex++;
        _candles[LastIndex & (Kept - 1)] = new PatternCandle(bar, shape, Mean(_bodies, PatternCandle.BodyPeriod), Mean(_ranges, PatternCandle.BodyPeriod), Mean(_ranges, PatternCandle.NearPeriod));
        _bodies.Add(shape.Body);
        _ranges.Add(shape.Range);
    }

    public void Reset()
    {
        LastIndex = -1;
        _bodies.Reset();
        _ranges.Reset();
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("candleHistory", 1);
        writer.Write(LastIndex);
        for (var age = Math.Min(LastIndex, Kept - 1); age >= 0; age--)
        {
            ref readonly var candle = ref this[age];
            writer.Write(candle.Bar);
            writer.Write(candle.MeanBody);
            writer.Write(candle.MeanRange);
            writer.Write(candle.NearRange);
        }

        _bodies.SaveState(writer);
        _ranges.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("candleHistory", 1);
        LastIndex = reader.ReadInt32();
        for (var age = Math.Min(LastIndex, Kept - 1); age >= 0; age--)
        {
            var bar = reader.ReadBar();
            _candles[(LastIndex - age) & (Kept - 1)] = new PatternCandle(bar, CandleShape.Of(bar), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        }

        _bodies.LoadState(reader);
        _ranges.LoadState(reader);
    }

    /// <summary>The mean of the newest <paramref name="period"/> values; 0 while there are fewer: no pattern that needs it is looked for then.</summary>
    private static double Mean(ValueWindow window, int period)
    {
        if (window.Count < period)
        {
            return 0;
        }

        double sum = 0;
        for (var age = period - 1; age >= 0; age--)
        {
            sum += window[age];
        }

        return sum / period;
    }
}
