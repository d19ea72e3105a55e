using TradingDesk.Core.Bars;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Bars;

/// <summary>A ladder with its sink and counters.</summary>
internal sealed class LadderRun
{
    public LadderRun(Instrument? instrument = null, double latenessSeconds = 0.5, BarOptions? options = null)
    {
        options ??= new BarOptions { AllowedLateness = TimeSpan.FromSeconds(latenessSeconds) };
        Ladder = new TimeframeLadder(instrument ?? TestInstruments.Btc(), options, Discards);
    }

    public TimeframeLadder Ladder { get; }

    public BarLog Log { get; } = new();

    public DiscardCounters Discards { get; } = new();

    public Bar[] M1 => Log.Of(Timeframe.M1);

    public LadderRun Ticks(IEnumerable<Tick> ticks)
    {
        foreach (var tick in ticks)
        {
            Ladder.OnTick(tick, Log);
        }

        return this;
    }

    /// <summary>Through the validator first, as in the desk.</summary>
    public LadderRun Validated(IEnumerable<Tick> ticks, TickOptions options)
    {
        var validator = new TickValidator(TestInstruments.Btc(), options, Discards);
        foreach (var tick in ticks)
        {
            if (validator.Accept(tick))
            {
                if (validator.TryTakeConfirmed(out var earlier))
                {
                    Ladder.OnTick(earlier, Log);
                }

                Ladder.OnTick(tick, Log);
            }
        }

        return this;
    }

    public LadderRun Clock(double seconds)
    {
        Ladder.OnClock(TickTape.At(seconds), Log);
        return this;
    }

    public LadderRun Loaded(params Bar[] bars)
    {
        foreach (var bar in bars)
        {
            Ladder.OnLoadedBar(bar, Log);
        }

        return this;
    }

    public LadderRun Release()
    {
        Ladder.Release(Log);
        return this;
    }
}
