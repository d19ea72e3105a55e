using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>Signed volume by the minute of event time, until the minute's bar closes. Holds the newest 128 minutes; a longer wait loses the oldest.</summary>
internal sealed class MinuteFlows : IHasState
{
    private const int Minutes = 128;
    private readonly MinuteFlow[] _ring = new MinuteFlow[Minutes];

    /// <summary>Ticks of minutes that a newer one had taken the place of.</summary>
    public long Late { get; private set; }

    public void Add(Timestamp at, int sign, double volume, bool isInferred)
    {
        var minute = Timeframe.M1.Floor(at).UnixMicroseconds;
        ref var flow = ref _ring[Place(minute)];
        if (flow.OpenTime != minute)
        {
            if (flow.OpenTime > minute)
            {
                // The place belongs to a minute two hours on: this one's bar has closed long ago.
                Late++;
                return;
            }

            flow = new MinuteFlow { OpenTime = minute };
        }

        flow.Count++;
        flow.Bought += sign > 0 ? volume : 0;
        flow.Sold += sign < 0 ? volume : 0;
        flow.Unsigned += sign == 0 ? volume : 0;
        flow.Inferred += isInferred ? 1 : 0;
    }

    /// <summary>The minute that opens at <paramref name="openTime"/>; false where no tick of it was seen or it is forgotten.</summary>
    public bool TryGet(Timestamp openTime, out MinuteFlow flow)
    {
        flow = _ring[Place(openTime.UnixMicroseconds)];
        return flow.Count > 0 && flow.OpenTime == openTime.UnixMicroseconds;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("minuteFlows", 1);
        writer.Write(Late);
        foreach (var flow in _ring)
        {
            writer.Write(flow.OpenTime);
            writer.Write(flow.Bought);
            writer.Write(flow.Sold);
            writer.Write(flow.Unsigned);
            writer.Write(flow.Count);
            writer.Write(flow.Inferred);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("minuteFlows", 1);
        Late = reader.ReadInt64();
        for (var i = 0; i < _ring.Length; i++)
        {
            _ring[i] = new MinuteFlow
            {
                OpenTime = reader.ReadInt64(),
                Bought = reader.ReadDouble(),
                Sold = reader.ReadDouble(),
                Unsigned = reader.ReadDouble(),
                Count = reader.ReadInt32(),
                Inferred = reader.ReadInt32(),
            };
        }
    }

    private static int Place(long openTime) => (int)(openTime / Timeframe.M1.DurationMicroseconds() % Minutes);
}

/// <summary>What was bought and sold in one minute.</summary>
internal struct MinuteFlow
{
    public long OpenTime;
    public double Bought;
    public double Sold;

    /// <summary>Volume whose side nothing tells.</summary>
    public double Unsigned;
    public int Count;

    /// <summary>Ticks whose side was inferred.</summary>
    public int Inferred;

    public readonly double Delta => Bought - Sold;

    public readonly double Volume => Bought + Sold + Unsigned;
}
