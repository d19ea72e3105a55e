using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Replay;
using TradingDesk.Core.Storage.Tape;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>A raw tape as a replay source: every message goes through the code that took it live.</summary>
internal sealed class TapeSource : IReplaySource
{
    private readonly TapeReader _reader;
    private readonly Dictionary<BinanceMarket, BinanceMessageHandler> _handlers;
    private readonly Mt5TapeDecoder _mt5;
    private readonly List<MarketEvent> _decoded = [];
    private readonly Dictionary<string, BinanceMarket> _markets = new(StringComparer.Ordinal);

    /// <param name="handlers">One per Binance market on the tape.</param>
    public TapeSource(TapeReader reader, Dictionary<BinanceMarket, BinanceMessageHandler> handlers, Mt5TapeDecoder mt5)
    {
        _reader = reader;
        _handlers = handlers;
        _mt5 = mt5;
    }

    public Timestamp At => _reader.Current.ReceivedAt;

    public bool IsBars => false;

    public bool MoveNext() => _reader.Read();

    public Timestamp Emit(MarketEventBuffer output)
    {
        var message = _reader.Current;
        if (message.Venue == Venue.Mt5)
        {
            _decoded.Clear();
            _mt5.Decode(message.Bytes, message.ReceivedAt, message.Header, _decoded);
            foreach (var item in _decoded)
            {
                output.Add(item);
            }

            return message.ReceivedAt;
        }

        var handler = _handlers[MarketOf(message.Channel, message.Header)];
        var result = handler.Handle(message.Bytes, message.ReceivedAt, output);
        if (result.Action == FrameAction.TradeGap)
        {
            // What the desk fetched over REST then is not on the tape: the gap is passed over and the bar says so.
            handler.GiveUpGap(result.Slot);
            handler.Handle(message.Bytes, message.ReceivedAt, output);
        }

        return handler.VenueTimeAt(message.ReceivedAt);
    }

    public void Dispose() => _reader.Dispose();

    private BinanceMarket MarketOf(string channel, string header)
    {
        if (!_markets.TryGetValue(channel, out var market))
        {
            using var json = JsonDocument.Parse(header.Length == 0 ? "{}" : header);
            var name = json.RootElement.TryGetProperty("market", out var value) ? value.GetString() : null;
            market = string.Equals(name, "usdm", StringComparison.OrdinalIgnoreCase) ? BinanceMarket.UsdM : BinanceMarket.Spot;
            _markets[channel] = market;
        }

        return market;
    }
}
