using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>The last 256 quotes, to look up the one that stood before an instant.</summary>
internal sealed class RecentQuotes : IHasState
{
    private const int Kept = 256;
    private readonly (long At, double Bid, double Ask)[] _ring = new (long, double, double)[Kept];
    private long _added;

    /// <summary>Mid-price of the newest quote; 0 before the first.</summary>
    public double Mid => _added > 0 ? MidOf(_ring[(_added - 1) % Kept]) : 0;

    /// <summary>Ask − bid of the newest quote.</summary>
    public double Spread => _added > 0 ? _ring[(_added - 1) % Kept].Ask - _ring[(_added - 1) % Kept].Bid : 0;

    public void Add(Timestamp at, double bid, double ask)
    {
        _ring[_added % Kept] = (at.UnixMicroseconds, bid, ask);
        _added++;
    }

    /// <summary>Mid-price of the newest quote that occurred before <paramref name="at"/>; 0 where none is kept.</summary>
    public double MidBefore(Timestamp at)
    {
        for (var i = _added - 1; i >= Math.Max(0, _added - Kept); i--)
        {
            ref readonly var quote = ref _ring[i % Kept];
            if (quote.At < at.UnixMicroseconds)
            {
                return MidOf(quote);
            }
        }

        return 0;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("recentQuotes", 1);
        var count = Math.Min(_added, Kept);
        writer.Write((int)count);
        for (var i = _added - count; i < _added; i++)
        {
            var (at, bid, ask) = _ring[i % Kept];
            writer.Write(at);
            writer.Write(bid);
            writer.Write(ask);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("recentQuotes", 1);
        var count = reader.ReadInt32();
        if (count is < 0 or > Kept)
        {
            throw new InvalidDataException($"{Kept} quotes are kept, not {count}.");
        }

        _added = 0;
        for (var i = 0; i < count; i++)
        {
            Add(reader.ReadTimestamp(), reader.ReadDouble(), reader.ReadDouble());
        }
    }

    private static double MidOf(in (long At, double Bid, double Ask) quote) => (quote.Bid + quote.Ask) * 0.5;
}
