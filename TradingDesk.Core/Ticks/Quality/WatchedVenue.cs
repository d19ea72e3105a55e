using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Quality;

/// <summary>What the quality monitor remembers of one venue.</summary>
internal sealed class WatchedVenue(QualityOptions options)
{
    private readonly SpreadBaseline _spreads = new(options);
    private readonly long _silentAfter = options.SilentAfter.Ticks / TimeSpan.TicksPerMicrosecond;
    private long _lastTickAt;

    /// <summary>True while its feed says that it is interrupted.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>Of the last quote, in quote currency per unit; 0 before the first.</summary>
    public double Spread { get; private set; }

    public double UsualSpread => _spreads.Value;

    public void OnTick(in Tick tick)
    {
        OnHeard(tick.ReceivedAt);
        if (tick.Kind == TickKind.Quote)
        {
            Spread = tick.Spread;
        }
    }

    /// <summary>It was heard of, or its silence means nothing.</summary>
    public void OnHeard(Timestamp at) => _lastTickAt = Math.Max(_lastTickAt, at.UnixMicroseconds);

    /// <summary>False where it is interrupted or has been silent for too long.</summary>
    public bool IsHeardAt(Timestamp at) => !IsInterrupted && at.UnixMicroseconds - _lastTickAt <= _silentAfter;

    /// <summary>Takes this second's spread into the usual one; true where it is far above that.</summary>
    public bool IsSpreadBlownOut() => Spread > 0 && _spreads.IsBlownOut(Spread);

    public void SaveState(StateWriter writer)
    {
        writer.Write(_lastTickAt);
        writer.Write(Spread);
        writer.Write(IsInterrupted);
        _spreads.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        _lastTickAt = reader.ReadInt64();
        Spread = reader.ReadDouble();
        IsInterrupted = reader.ReadBoolean();
        _spreads.LoadState(reader);
    }
}
