using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>Where every line goes that is no price. One thread, the session's. What a sender got wrong is counted and changes nothing.</summary>
internal sealed class BridgeInbox(BridgeContext context)
{
    private readonly BridgeContextReader _world = new(context.World);

    /// <summary>Takes a line that the parser has found well formed.</summary>
    /// <returns>The id of a listing of the account that is now complete, where the desk had asked for it.</returns>
    public string? Take(BridgeDecoder decoder, ReadOnlySpan<byte> line, Timestamp receivedAt)
    {
        var parsed = decoder.Line;
        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return Take(decoder, parsed, document.RootElement, receivedAt);
        }
        catch (Exception exception) when (BridgeJson.IsSendersFault(exception))
        {
            context.Counters.CountUnreadable();
            return null;
        }
    }

    private string? Take(BridgeDecoder decoder, BridgeLineParser parsed, JsonElement json, Timestamp receivedAt)
    {
        switch (parsed.Type)
        {
            case BridgeMessageType.Spec when parsed.Symbol >= 0:
                context.Descriptions.Take(json, parsed.Symbol);
                return null;
            case BridgeMessageType.Account:
                context.Board.TakeAccount(json, receivedAt);
                return null;
            case BridgeMessageType.Snapshot:
                return context.Board.TakeListing(json, parsed.Id, parsed.More == true, decoder.Clock, receivedAt) ? parsed.Id : null;
            case BridgeMessageType.Deal:
                context.Board.TakeDeal(json, decoder.Clock, receivedAt);
                return null;
            case BridgeMessageType.Calendar:
                _world.TakeCalendar(json, parsed.More == true, decoder.Clock, receivedAt);
                return null;
            case BridgeMessageType.Macro:
                _world.TakeMacro(json, decoder.Clock, receivedAt);
                return null;
            case BridgeMessageType.Acknowledgement when parsed.Id is { } id:
                context.Commands.Acknowledge(id);
                return null;
            case BridgeMessageType.Result when parsed.Id is { } id && context.Commands.Answer(BridgeTradeReader.ReadResult(json, id)):
            case BridgeMessageType.Error when parsed.Id is { } refused && IsRefused(json, refused):
                return null;
            case BridgeMessageType.Error:
                context.Counters.CountError();
                return null;
            default:
                decoder.Discards.Add(DiscardReason.UnknownFrame); // an answer that nobody waits for
                return null;
        }
    }

    private bool IsRefused(JsonElement json, string id)
    {
        var (code, message) = (BridgeJson.OptionalText(json, "code") ?? "", BridgeJson.OptionalText(json, "msg") ?? "");
        return context.Commands.Refuse(id, code, message) || context.Requests.Refuse(id);
    }
}
