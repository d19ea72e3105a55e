using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks;

/// <summary>Takes the ticks that are believed and let through, in the order in which they are to be processed.</summary>
public interface ITickSink
{
    void Take(in Tick tick);
}

/// <summary>
/// The way of one instrument's ticks into the desk: validated first; in a spike a quote then waits for the end of its short interval and all but the last of it give
/// way. Single-threaded.
/// </summary>
/// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
public sealed class TickIntake(Instrument instrument, TickOptions ticks, SpikeOptions spikes, DiscardCounters discards) : IHasState
{
    private readonly TickValidator _validator = new(instrument, ticks, discards);
    private readonly SpikeController _spike = new(spikes, discards);

    /// <summary>True while ticks come so fast that quotes are conflated.</summary>
    public bool IsConflating => _spike.IsActive;

    /// <summary>Why the last tick was refused; <see langword="null"/> where it was believed or is held back.</summary>
    public DiscardReason? LastRefusal => _validator.LastRefusal;

    /// <returns>True where the tick is believed, whether it goes on now or not.</returns>
    public bool Accept(in Tick tick, ITickSink sink)
    {
        if (!_validator.Accept(tick))
        {
            return false;
        }

        if (_validator.TryTakeConfirmed(out var held))
        {
            Admit(held, sink);
        }

        Admit(tick, sink);
        return true;
    }

    /// <summary>Lets time pass without a tick.</summary>
    public void Advance(Timestamp now, ITickSink sink)
    {
        _spike.Advance(now);
        Release(now, sink);
    }

    public void SaveState(StateWriter writer)
    {
        _validator.SaveState(writer);
        _spike.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        _validator.LoadState(reader);
        _spike.LoadState(reader);
    }

    private void Admit(in Tick tick, ITickSink sink)
    {
        _spike.Observe(tick);
        Release(tick.ReceivedAt, sink);
        if (!_spike.TryHold(tick))
        {
            sink.Take(tick);
        }
    }

    private void Release(Timestamp now, ITickSink sink)
    {
        while (_spike.TryRelease(now, out var quote))
        {
            sink.Take(quote);
        }
    }
}
