using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Storage.Tape;

namespace TradingDesk.Tests.Feeds.Mt5;

public sealed class Mt5TapeDecoderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mt5tape").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ReplayOfATape_GivesTheEventsOfTheLiveRun()
    {
        List<MarketEvent> live;
        await using (var tape = new TapeWriter(new TapeOptions(), _folder, TimeProvider.System, NullLogger<TapeWriter>.Instance))
        {
            await using var desk = new BridgeHarness(tap: tape);
            tape.UseHeader(Venue.Mt5, desk.Feed.TapeHeader);
            var advisor = await desk.StartExpertAdvisorAsync(new SimulatedExpertAdvisorOptions { FreezeMs = 100 });
            await desk.WaitUntilLiveAsync();
            for (var step = 0; step < 60; step++)
            {
                desk.Clock.Advance(TimeSpan.FromMilliseconds(400));
                if (step % 10 == 9)
                {
                    advisor.Inject((ExpertAdvisorFault)(step / 10 * 3 % 8));
                }

                await Task.Delay(5);
            }

            advisor.Inject(ExpertAdvisorFault.Disconnect);
            desk.Clock.Advance(TimeSpan.FromMinutes(50));
            await Eventually.IsTrueAsync(() => desk.Sink.TicksOf(0)[^1].OccurredAt >= desk.Now - TimeSpan.FromSeconds(2), "the replay");
            await desk.SettleAsync();
            live = desk.Sink.Events;
        }

        var replayed = new List<MarketEvent>();
        var decoder = new Mt5TapeDecoder(BridgeInstruments.Options(), BridgeInstruments.All);
        using var reader = TapeReader.Open(_folder);
        while (reader.Read())
        {
            var message = reader.Current;
            decoder.Decode(message.Bytes, message.ReceivedAt, message.Header, replayed);
        }

        Assert.Contains(live, item => item.Payload is FeedNotice { Kind: FeedNoticeKind.Interrupted });
        Assert.Equal(live.Select(Describe), replayed.Select(Describe).Take(live.Count));
    }

    [Fact]
    public async Task Tape_NeverHoldsAProof()
    {
        await using (var tape = new TapeWriter(new TapeOptions(), _folder, TimeProvider.System, NullLogger<TapeWriter>.Instance))
        {
            await using var desk = new BridgeHarness(tap: tape);
            using var peer = await desk.DialAsync();
            await peer.SendAsync(peer.Hello(BridgeInstruments.Token, proof: "token"));
            await peer.ReadAsync("welcome");
        }

        using var reader = TapeReader.Open(_folder);
        var lines = 0;
        for (; reader.Read(); lines++)
        {
            Assert.False(reader.Current.Bytes.IndexOf("token"u8) >= 0 || reader.Current.Bytes.IndexOf("mac"u8) >= 0);
        }

        Assert.True(lines > 0);
    }

    private static string Describe(MarketEvent item) => item.Kind switch
    {
        MarketEventKind.Tick => item.Tick.ToString(),
        MarketEventKind.LoadedBar => $"{item.InstrumentId} {((LoadedBar)item.Payload!).Bar}",
        _ => item.Payload!.ToString()!,
    } + item.At;
}
