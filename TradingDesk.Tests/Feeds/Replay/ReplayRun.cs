using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Replay;

namespace TradingDesk.Tests.Feeds.Replay;

/// <summary>One full-speed replay: a hash over every event, and what was counted.</summary>
internal sealed class ReplayRun
{
    public required string Hash { get; init; }

    public required DiscardCounters Discards { get; init; }

    public required IReadOnlyList<BinanceMessageHandler> Handlers { get; init; }

    public required long Records { get; init; }

    public int Trades { get; private set; }

    public int Quotes { get; private set; }

    public int Clocks { get; private set; }

    public List<FeedNotice> Notices { get; } = [];

    public List<LoadedBar> Bars { get; } = [];

    public static ReplayRun Of(params string[] paths) => Of(paths, onEvent: null);

    public static ReplayRun Of(string[] paths, Action<MarketEvent>? onEvent, Symbol? symbol = null)
    {
        var input = ReplayInput.Open(paths, [], symbol);
        Assert.True(input.IsSuccess, input.Fault?.ToString());
        var ids = input.Value.Symbols.Select(s => s.Symbol).Distinct().Select((s, i) => (s, i)).ToDictionary(p => p.s, p => p.i);
        var discards = new DiscardCounters();
        using var feed = input.Value.CreateFeed(s => ids[s], discards, speed: null, TimeProvider.System);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var events = new List<MarketEvent>();
        while (feed.TryReadNext(out var item))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Render(item)));
            onEvent?.Invoke(item);
            events.Add(item);
        }

        var run = new ReplayRun { Hash = Convert.ToHexString(hash.GetHashAndReset()), Discards = discards, Handlers = feed.Handlers, Records = feed.Records };
        events.ForEach(run.Count);
        return run;
    }

    public static string Render(in MarketEvent e) => string.Create(CultureInfo.InvariantCulture, $"{e.Kind} {e.InstrumentId} {e.At.UnixMicroseconds} {e.Tick} {e.Payload}\n");

    private void Count(MarketEvent e)
    {
        switch (e.Kind)
        {
            case MarketEventKind.Tick when e.Tick.Kind == TickKind.Trade:
                Trades++;
                break;
            case MarketEventKind.Tick:
                Quotes++;
                break;
            case MarketEventKind.Clock:
                Clocks++;
                break;
            case MarketEventKind.Feed:
                Notices.Add((FeedNotice)e.Payload!);
                break;
            case MarketEventKind.LoadedBar:
                Bars.Add((LoadedBar)e.Payload!);
                break;
        }
    }
}
