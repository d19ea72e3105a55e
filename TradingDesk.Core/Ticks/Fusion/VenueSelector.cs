using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;

namespace TradingDesk.Core.Ticks.Fusion;

/// <summary>What the bars must do now.</summary>
public enum CarryAction : byte
{
    None,

    /// <summary>The primary is suspiciously silent: no bar closes for now.</summary>
    Hold,

    /// <summary>It was not lost after all, or nobody can carry: bars close as ever.</summary>
    Release,

    /// <summary>The secondary carries the bars from <see cref="VenueSelector.CarriedFrom"/> on.</summary>
    Begin,

    /// <summary>The primary will carry from <see cref="VenueSelector.CarriedTo"/> on, an M1 boundary to come.</summary>
    Return,

    /// <summary>The primary was lost again before that boundary: the secondary goes on.</summary>
    Resume,

    /// <summary>The boundary is reached: the primary carries.</summary>
    End,

    /// <summary>The secondary is lost, too, or the offset stale: bars wait for the primary from the next M1 boundary on.</summary>
    GiveUp,
}

/// <summary>What <see cref="VenueSelector"/> looks at, all of it at one instant of event time.</summary>
/// <param name="Primary">State of the primary venue, without hysteresis.</param>
/// <param name="PrimaryLatest">The primary's instant of its latest tick; <see langword="null"/> before the first.</param>
/// <param name="IsPrimaryDoubtful">Silent for longer than usual, but not for so long that only its heartbeats speak for it.</param>
/// <param name="IsOffsetUsable">The secondary's prices can be turned into the primary's.</param>
public readonly record struct CarryInput(FeedState Primary, FeedState Secondary, Timestamp? PrimaryLatest, bool IsPrimaryDoubtful, bool IsOffsetUsable);

/// <summary>
/// Decides which venue carries the bars of one instrument. Deterministic: event time only, asked once a second by the clock. Bars belong to the secondary for the
/// instants in (<see cref="CarriedFrom"/>, <see cref="CarriedTo"/>), to the primary otherwise; the answer for an instant is the same whenever it is asked.
/// </summary>
public sealed class VenueSelector : IHasState
{
    private Timestamp? _primaryDeadSince;
    private Timestamp? _primaryLiveSince;
    private Timestamp? _secondaryDeadSince;
    private bool _holds;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public VenueSelector(FusionOptions options)
    {
        options.Validate();
        Options = options;
    }

    public FusionOptions Options { get; private set; }

    /// <summary>True while the secondary carries.</summary>
    public bool IsCarrying { get; private set; }

    /// <summary>The primary's last instant before it was lost; <see langword="null"/> while it never was.</summary>
    public Timestamp? CarriedFrom { get; private set; }

    /// <summary>Where the primary carries again; <see langword="null"/> while that is open.</summary>
    public Timestamp? CarriedTo { get; private set; }

    /// <summary>True while the primary has been dead for so long that its last quote says nothing any more.</summary>
    public bool IsPrimaryLost { get; private set; }

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public void Apply(FusionOptions options)
    {
        options.Validate();
        Options = options;
    }

    /// <summary>True where bars take the secondary's price for this instant.</summary>
    public bool Carries(Timestamp at) => CarriedFrom is { } from && at > from && (CarriedTo is { } to ? at < to : IsCarrying);

    public CarryAction OnClock(Timestamp now, in CarryInput input)
    {
        Note(now, input);
        if (input.Primary == FeedState.Closed)
        {
            return ReleaseHold();
        }

        return IsCarrying ? WhileCarrying(now, input) : WhilePrimary(now, input);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("venueSelector", 1);
        Write(writer, _primaryDeadSince);
        Write(writer, _primaryLiveSince);
        Write(writer, _secondaryDeadSince);
        Write(writer, CarriedFrom);
        Write(writer, CarriedTo);
        writer.Write(_holds);
        writer.Write(IsCarrying);
        writer.Write(IsPrimaryLost);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("venueSelector", 1);
        _primaryDeadSince = Read(reader);
        _primaryLiveSince = Read(reader);
        _secondaryDeadSince = Read(reader);
        CarriedFrom = Read(reader);
        CarriedTo = Read(reader);
        _holds = reader.ReadBoolean();
        IsCarrying = reader.ReadBoolean();
        IsPrimaryLost = reader.ReadBoolean();
    }

    private void Note(Timestamp now, in CarryInput input)
    {
        _primaryDeadSince = input.Primary == FeedState.Dead ? _primaryDeadSince ?? now : null;
        _primaryLiveSince = input.Primary == FeedState.Live ? _primaryLiveSince ?? now : null;
        _secondaryDeadSince = input.Secondary is FeedState.Dead or FeedState.Closed ? _secondaryDeadSince ?? now : null;
        IsPrimaryLost = _primaryDeadSince is { } dead && now - dead >= Options.FailoverAfter;
    }

    private CarryAction WhilePrimary(Timestamp now, in CarryInput input)
    {
        var canCarry = Options.FailoverEnabled && input is { IsOffsetUsable: true, Secondary: FeedState.Live, PrimaryLatest: not null };
        if (canCarry && IsPrimaryLost)
        {
            var latest = input.PrimaryLatest!.Value;
            CarriedFrom = CarriedTo is { } to ? Timestamp.Max(latest, to) : latest;
            (CarriedTo, IsCarrying, _holds) = (null, true, false);
            return CarryAction.Begin;
        }

        if (!canCarry || (input.Primary != FeedState.Dead && !input.IsPrimaryDoubtful))
        {
            return ReleaseHold();
        }

        if (_holds)
        {
            return CarryAction.None;
        }

        _holds = true;
        return CarryAction.Hold;
    }

    private CarryAction WhileCarrying(Timestamp now, in CarryInput input)
    {
        if (CarriedTo is { } boundary)
        {
            if (now >= boundary)
            {
                IsCarrying = false;
                return CarryAction.End;
            }

            if (input.Primary == FeedState.Dead)
            {
                CarriedTo = null;
                return CarryAction.Resume;
            }

            return CarryAction.None;
        }

        if (_primaryLiveSince is { } live && now - live >= Options.BackAfter)
        {
            CarriedTo = NextMinute(now);
            return CarryAction.Return;
        }

        if (!input.IsOffsetUsable || (_secondaryDeadSince is { } dead && now - dead >= Options.FailoverAfter))
        {
            (CarriedTo, IsCarrying) = (NextMinute(now), false);
            return CarryAction.GiveUp;
        }

        return CarryAction.None;
    }

    private CarryAction ReleaseHold()
    {
        if (!_holds)
        {
            return CarryAction.None;
        }

        _holds = false;
        return CarryAction.Release;
    }

    private static Timestamp NextMinute(Timestamp now) => Timeframe.M1.Floor(now) + TimeSpan.FromMinutes(1);

    private static void Write(StateWriter writer, Timestamp? value)
    {
        writer.Write(value.HasValue);
        writer.Write(value.GetValueOrDefault());
    }

    private static Timestamp? Read(StateReader reader)
    {
        var present = reader.ReadBoolean();
        var value = reader.ReadTimestamp();
        return present ? value : null;
    }
}
