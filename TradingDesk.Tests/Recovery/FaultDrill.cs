using System.Globalization;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Feeds.Simulation.Protocol;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Recovery;

/// <summary>
/// One run through everything that breaks: both venues cut, separately and together, five minutes of sleep, a venue's clock that is off, frames twice and late. At
/// the end every minute of every symbol is there and is what the venue says it was; the journal tells what happened; nothing was approved on half the data.
/// </summary>
public sealed class FaultDrill(ITestOutputHelper output)
{
    private const double Speed = 40;
    private static readonly int Cuts = Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1" ? 20 : 4;

    [Fact]
    public async Task Drill_EverythingBreaks_NoMinuteIsLost()
    {
        await using var desk = await InProcessDesk.StartAsync(Speed, null, "--Desk:Simulator:ExpertAdvisor:LateBySeconds=15");
        await desk.UntilWholeAsync();
        var from = Timeframe.M1.Floor(desk.Now) + TimeSpan.FromMinutes(2);
        await desk.UntilTimeAsync(from);

        for (var i = 0; i < Cuts; i++)
        {
            await CutBinanceAsync(desk);
            await CutTerminalAsync(desk);
        }

        await CutBothAsync(desk);
        desk.Sleep(TimeSpan.FromMinutes(5));
        await desk.UntilAsync("the sleep is noticed", () => desk.Runtime.Wake.Sleeps == 1);
        await desk.UntilWholeAsync();
        await DisturbAsync(desk);
        var skewed = await SkewAsync(desk);
        await desk.UntilWholeAsync();
        var to = Timeframe.M1.Floor(desk.Now) + TimeSpan.FromMinutes(1);
        await desk.UntilTimeAsync(to + TimeSpan.FromSeconds(30));
        await desk.UntilAsync("the last bars are stored", () => desk.Runtime.Reader.Instruments.All(i => Stored(desk, i, from, to)[^1].CloseTime >= to));

        var faults = new List<string>();
        foreach (var instrument in desk.Runtime.Reader.Instruments)
        {
            var venue = await desk.VenueBarsAsync(instrument, from, to);
            faults.AddRange(Compare(instrument, Stored(desk, instrument, from, to), venue, from, to, skewed));
        }

        faults.AddRange(CheckJournal(desk));
        faults.AddRange(CheckDecisions(desk));
        output.WriteLine($"{from} to {to}, {Cuts} cuts each; discards: {string.Join(", ", desk.Health.Discards.Select(d => $"{d.Key} {d.Value}"))}");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>The control: the same comparison finds a minute that lacks a tick, one that is missing and one that comes twice.</summary>
    [Fact]
    public void Compare_LostTickLostMinuteAndRepetition_AreFound()
    {
        var instrument = TestInstruments.Btc();
        var start = Timestamp.FromUnixSeconds(1_773_144_000);
        var venue = Enumerable.Range(0, 5).Select(i => BarAt(start + TimeSpan.FromMinutes(i), 10)).ToArray();
        Assert.Empty(Compare(instrument, venue, venue, start, start + TimeSpan.FromMinutes(5), []));
        Assert.NotEmpty(Compare(instrument, [.. venue[..2], BarAt(venue[2].OpenTime, 9), .. venue[3..]], venue, start, start + TimeSpan.FromMinutes(5), []));
        Assert.NotEmpty(Compare(instrument, [.. venue[..2], .. venue[3..]], venue, start, start + TimeSpan.FromMinutes(5), []));
        Assert.NotEmpty(Compare(instrument, [.. venue[..2], venue[1], .. venue[2..]], venue, start, start + TimeSpan.FromMinutes(5), []));
    }

    private static Bar BarAt(Timestamp open, int ticks) =>
        new(Timeframe.M1, open, open: 10, high: 12, low: 9, close: 11, volume: ticks, buyVolume: 0, tickCount: ticks, source: Venue.Mt5, flags: BarFlags.None);

    private static async Task CutBinanceAsync(InProcessDesk desk)
    {
        var reconnects = BinanceReconnects(desk);
        desk.World.Server.Faults.DisconnectNow();
        await desk.UntilAsync("Binance reconnected", () => BinanceReconnects(desk) > reconnects);
        await desk.UntilWholeAsync();
    }

    private static async Task CutTerminalAsync(InProcessDesk desk)
    {
        var sessions = desk.World.Advisor!.Sessions;
        desk.World.Advisor.Inject(ExpertAdvisorFault.Disconnect);
        await desk.UntilAsync("the terminal reconnected", () => desk.World.Advisor.Sessions > sessions);
        await desk.UntilWholeAsync();
    }

    private static async Task CutBothAsync(InProcessDesk desk)
    {
        var (reconnects, sessions) = (BinanceReconnects(desk), desk.World.Advisor!.Sessions);
        desk.World.Server.Faults.DisconnectNow();
        desk.World.Advisor.Inject(ExpertAdvisorFault.Disconnect);
        await desk.UntilAsync("both reconnected", () => BinanceReconnects(desk) > reconnects && desk.World.Advisor.Sessions > sessions);
        await desk.UntilWholeAsync();
    }

    /// <summary>Frames twice, late and shuffled from both venues, for two minutes of the market.</summary>
    private static async Task DisturbAsync(InProcessDesk desk)
    {
        desk.World.Server.Faults.Settings = new FaultSettings { DuplicateFraction = 0.1, LateFraction = 0.001, ShuffleFraction = 0.0005 };
        desk.World.Advisor!.Inject(ExpertAdvisorFault.DuplicateTicks);
        var start = Timeframe.M1.Floor(desk.Now) + TimeSpan.FromMinutes(1);
        await desk.UntilTimeAsync(start + TimeSpan.FromSeconds(8));
        desk.World.Advisor.Inject(ExpertAdvisorFault.LateTicks); // back before its minute closes: what comes later than that is lost by rule
        await desk.UntilTimeAsync(start + TimeSpan.FromMinutes(2));
        desk.World.Server.Faults.Settings = new FaultSettings();
        await desk.UntilTimeAsync(desk.Now + TimeSpan.FromSeconds(10));
        await desk.UntilWholeAsync();
    }

    /// <summary>The exchange's clock three seconds ahead, then three behind. Its candles keep their boundaries, so those minutes are not compared.</summary>
    private static async Task<(Timestamp From, Timestamp To)[]> SkewAsync(InProcessDesk desk)
    {
        var from = desk.Now - TimeSpan.FromSeconds(10);
        foreach (var seconds in (int[])[3, -3])
        {
            desk.World.Server.Faults.Settings = new FaultSettings { ClockSkew = TimeSpan.FromSeconds(seconds) };
            await desk.UntilTimeAsync(desk.Now + TimeSpan.FromSeconds(70));
        }

        desk.World.Server.Faults.Settings = new FaultSettings();
        var to = desk.Now + TimeSpan.FromSeconds(10);
        await desk.UntilTimeAsync(to);
        return [(from, to)];
    }

    private static int BinanceReconnects(InProcessDesk desk) => desk.Runtime.Feeds.All.Single(f => f.Venue == Venue.Binance).Status.Reconnects;

    private static IReadOnlyList<Bar> Stored(InProcessDesk desk, Instrument instrument, Timestamp from, Timestamp to) =>
        desk.Queries.GetBars(instrument.Symbol, Timeframe.M1, 10_000, before: to, from: from);

    /// <summary>Every difference between the desk's minutes and the venue's.</summary>
    private static IEnumerable<string> Compare(Instrument instrument, IReadOnlyList<Bar> bars, IReadOnlyList<Bar> venue, Timestamp from, Timestamp to, (Timestamp From, Timestamp To)[] skewed)
    {
        var expected = from;
        foreach (var bar in bars)
        {
            if (bar.OpenTime != expected)
            {
                yield return $"{instrument.Symbol}: expected the minute {expected}, found {bar.OpenTime}";
            }

            expected = bar.CloseTime;
            if ((bar.Flags & BarFlags.Gap) != 0)
            {
                yield return $"{instrument.Symbol}: {bar.OpenTime} has a gap";
            }
        }

        if (expected != to)
        {
            yield return $"{instrument.Symbol}: ends at {expected}, not at {to}";
        }

        var truth = venue.ToDictionary(b => b.OpenTime);
        foreach (var bar in bars.Where(b => (b.Flags & BarFlags.Quiet) == 0 && !Array.Exists(skewed, s => s.From < b.CloseTime && b.OpenTime < s.To)))
        {
            if (!truth.TryGetValue(bar.OpenTime, out var other))
            {
                yield return $"{instrument.Symbol}: the venue has no minute {bar.OpenTime}";
            }
            else if ((bar.Open, bar.High, bar.Low, bar.Close) != (other.Open, other.High, other.Low, other.Close) || Math.Abs(bar.Volume - other.Volume) > 1e-6 * Math.Max(1, other.Volume))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{instrument.Symbol} {bar.OpenTime} {bar.Flags}: {bar.Open} {bar.High} {bar.Low} {bar.Close} {bar.Volume} {bar.TickCount}, the venue says {other.Open} {other.High} {other.Low} {other.Close} {other.Volume} {other.TickCount}");
            }
        }
    }

    private static IEnumerable<string> CheckJournal(InProcessDesk desk)
    {
        var journal = desk.Journal();
        int Count(string component, string kind) => journal.Count(e => e.Json.Contains($"\"{component}\"", StringComparison.Ordinal) && e.Json.Contains($"\"{kind}\"", StringComparison.Ordinal));
        var instruments = desk.Runtime.Reader.Instruments;
        foreach (var (component, kind, least) in new[]
        {
            ("feeds.binance", "Interrupted", Cuts + 1), ("feeds.mt5", "Interrupted", Cuts + 1), ("feeds.binance", "Live", Cuts + 1), ("feeds.mt5", "Live", Cuts + 1),
            ("recovery", "Slept", 1), ("recovery", "Recovering", 1), ("recovery", "Recovered", instruments.Count),
        })
        {
            if (Count(component, kind) < least)
            {
                yield return $"The journal has {Count(component, kind)} entries {component} {kind}, at least {least} happened";
            }
        }
    }

    /// <summary>Nothing was approved on a bar that the desk did not see whole, nor while it was interrupted.</summary>
    private static IEnumerable<string> CheckDecisions(InProcessDesk desk)
    {
        foreach (var instrument in desk.Runtime.Reader.Instruments)
        {
            var bars = desk.Queries.GetBars(instrument.Symbol, Timeframe.M1, 10_000).ToDictionary(b => b.CloseTime);
            var impaired = 0;
            foreach (var item in desk.Queries.GetDecisions(instrument.Symbol, null, null, null, 1_000, null).Value.Traces)
            {
                var isImpaired = bars.TryGetValue(item.BarCloseTime, out var bar) && bar.IsImpaired;
                impaired += isImpaired ? 1 : 0;
                if (isImpaired && item.Verdict is "buy" or "sell")
                {
                    yield return $"{instrument.Symbol}: {item.Verdict} on the impaired minute that closed at {item.BarCloseTime}";
                }
            }

            if (impaired == 0)
            {
                yield return $"{instrument.Symbol}: no decision at all on an impaired minute: the drill proves nothing";
            }
        }
    }
}
