using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>Large trades of the last 60 seconds of one tier and above.</summary>
/// <param name="MinNotional">Least notional of the tier, in account currency.</param>
/// <param name="Bought">Trades bought.</param>
/// <param name="Sold">Trades sold.</param>
/// <param name="BoughtNotional">Their notional, in account currency.</param>
/// <param name="SoldNotional">Their notional, in account currency.</param>
public readonly record struct LargeTradeTier(double MinNotional, int Bought, int Sold, double BoughtNotional, double SoldNotional);

/// <summary>Trades of 50,000 and more of account currency, by tier and side, over the last 60 seconds of event time. Aggregates of one taker order count as one trade.</summary>
public sealed class LargeTrades : IHasState
{
    /// <summary>Large trades kept; above it the oldest is given up and counted even within the 60 seconds.</summary>
    public const int Kept = 1_024;

    private const long Window = 60_000_000;
    private readonly (long At, double Signed)[] _ring = new (long, double)[Kept];
    private int _next;
    private int _count;

    /// <summary>Least notional of each tier, in account currency.</summary>
    public static IReadOnlyList<double> Tiers { get; } = [50_000, 100_000, 500_000, 1_000_000];

    /// <summary>Large trades given up within the 60 seconds because too many came.</summary>
    public long GivenUp { get; private set; }

    /// <param name="notional">Price × volume in account currency.</param>
    /// <param name="sign">+1 bought, −1 sold; an unsigned trade is left out.</param>
    public void Add(Timestamp at, double notional, int sign)
    {
        if (sign == 0 || notional < Tiers[0])
        {
            return;
        }

        if (_count == Kept && _ring[_next].At > at.UnixMicroseconds - Window)
        {
            GivenUp++;
        }

        _ring[_next] = (at.UnixMicroseconds, sign * notional);
        _next = (_next + 1) % Kept;
        _count = Math.Min(_count + 1, Kept);
    }

    /// <summary>What the last 60 seconds up to <paramref name="now"/> hold of <paramref name="tier"/> (0 to 3) and above.</summary>
    public LargeTradeTier Read(int tier, Timestamp now)
    {
        var (bought, sold, boughtNotional, soldNotional) = (0, 0, 0.0, 0.0);
        for (var age = 1; age <= _count; age++)
        {
            var (at, signed) = _ring[(_next - age + Kept) % Kept];
            if (at <= now.UnixMicroseconds - Window || at > now.UnixMicroseconds || Math.Abs(signed) < Tiers[tier])
            {
                continue;
            }

            if (signed > 0)
            {
                bought++;
                boughtNotional += signed;
            }
            else
            {
                sold++;
                soldNotional -= signed;
            }
        }

        return new LargeTradeTier(Tiers[tier], bought, sold, boughtNotional, soldNotional);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("largeTrades", 1);
        writer.Write(GivenUp);
        writer.Write(_count);
        for (var age = _count; age >= 1; age--)
        {
            var (at, signed) = _ring[(_next - age + Kept) % Kept];
            writer.Write(at);
            writer.Write(signed);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("largeTrades", 1);
        GivenUp = reader.ReadInt64();
        _count = reader.ReadInt32();
        if (_count is < 0 or > Kept)
        {
            throw new InvalidDataException($"A list of {Kept} large trades cannot hold {_count}.");
        }

        for (var i = 0; i < _count; i++)
        {
            _ring[i] = (reader.ReadInt64(), reader.ReadDouble());
        }

        _next = _count % Kept;
    }
}
