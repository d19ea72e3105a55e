using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;

namespace TradingDesk.Core.Bars.Fusion;

/// <summary>One venue's part of a fused candle, in the primary's prices. All zero means that it has no price.</summary>
internal readonly record struct M5Leg(double Open, double High, double Low, double Close, double Volume)
{
    public bool HasPrice => High > 0;

    /// <summary>Adds the next minute, its four prices shifted first where there is a shift.</summary>
    public M5Leg Extend(in Bar minute, PriceShift? shift)
    {
        var (open, high, low, close) = shift is { } s
            ? (s.ToPrimary(minute.Open), s.ToPrimary(minute.High), s.ToPrimary(minute.Low), s.ToPrimary(minute.Close))
            : (minute.Open, minute.High, minute.Low, minute.Close);
        return HasPrice
            ? new M5Leg(Open, Math.Max(High, high), Math.Min(Low, low), close, Volume + minute.Volume)
            : new M5Leg(open, high, low, close, minute.Volume);
    }

    /// <summary>+1 or −1 where the body is at least <paramref name="smallest"/>, otherwise 0.</summary>
    public int Vote(double smallest)
    {
        var body = Close - Open;
        return Math.Abs(body) >= smallest ? Math.Sign(body) : 0;
    }
}
