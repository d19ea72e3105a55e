using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Storage.Tape;
using TradingDesk.Tests.Feeds.Mt5;

namespace TradingDesk.Tests.Feeds.Simulation.ExpertAdvisor;

public sealed class ExpertAdvisorRecorderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("recorder").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void RecordedTape_Replayed_GivesTheBrokersTicks()
    {
        var broker = new FakeBroker();
        var from = Timestamp.FromDateTimeOffset(BridgeHarness.Start) - TimeSpan.FromMinutes(2);
        var to = from + TimeSpan.FromMinutes(5);
        using (var tape = new TapeFiles(_folder))
        using (var recorder = new ExpertAdvisorRecorder(new SimulatedExpertAdvisorOptions(), broker, tape))
        {
            tape.UseHeader(Venue.Mt5, recorder.TapeHeader);
            for (var minute = from; minute < to; minute += TimeSpan.FromMinutes(1))
            {
                recorder.Write(minute, minute + TimeSpan.FromMinutes(1));
            }
        }

        var events = new List<MarketEvent>();
        var decoder = new Mt5TapeDecoder(BridgeInstruments.Options(), BridgeInstruments.All);
        using var reader = TapeReader.Open(_folder);
        while (reader.Read())
        {
            decoder.Decode(reader.Current.Bytes, reader.Current.ReceivedAt, reader.Current.Header, events);
        }

        Assert.Equal(0, decoder.Discards.Total);
        Assert.True(events.Zip(events.Skip(1)).All(pair => pair.First.At <= pair.Second.At));
        for (var symbol = 0; symbol < 2; symbol++)
        {
            var expected = new List<BrokerTick>();
            broker.CopyTicks(symbol, from, to, expected);
            var ticks = events.Where(item => item.Kind == MarketEventKind.Tick && item.InstrumentId == symbol).Select(item => item.Tick).ToList();
            Assert.Equal(expected.Select(tick => (tick.At.UnixMilliseconds, tick.Bid)), ticks.Select(tick => (tick.OccurredAt.UnixMilliseconds, tick.Bid)));
            Assert.All(ticks, tick => Assert.True(!tick.Backfilled && tick.ReceivedAt - tick.OccurredAt <= TimeSpan.FromMilliseconds(51)));
        }
    }

    [Fact]
    public void TapeThatStartsInTheMiddle_IsReadByItsHeader()
    {
        var broker = new FakeBroker();
        var from = Timestamp.FromDateTimeOffset(BridgeHarness.Start) - TimeSpan.FromMinutes(1);
        using (var tape = new TapeFiles(_folder))
        using (var recorder = new ExpertAdvisorRecorder(new SimulatedExpertAdvisorOptions(), broker, tape))
        {
            tape.UseHeader(Venue.Mt5, recorder.TapeHeader);
            recorder.Write(from, from + TimeSpan.FromMinutes(2));
        }

        var events = new List<MarketEvent>();
        var decoder = new Mt5TapeDecoder(BridgeInstruments.Options(), BridgeInstruments.All);
        using var reader = TapeReader.Open(Path.Combine(_folder, "mt5", "xauusdm", "20260310T12.gz")); // one channel, without the session's start
        while (reader.Read())
        {
            decoder.Decode(reader.Current.Bytes, reader.Current.ReceivedAt, reader.Current.Header, events);
        }

        var expected = new List<BrokerTick>();
        broker.CopyTicks(0, from + TimeSpan.FromMinutes(1), from + TimeSpan.FromMinutes(2), expected);
        var ticks = events.Where(item => item.Kind == MarketEventKind.Tick).Select(item => (item.Tick.OccurredAt.UnixMilliseconds, item.Tick.Bid)).ToList();
        Assert.InRange(ticks.Count, expected.Count - 5, expected.Count + 5);
        Assert.Equal(expected[^1].At.UnixMilliseconds, ticks[^1].UnixMilliseconds);
    }
}
