using System.Text.Json;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// The complete parser, on <see cref="Utf8JsonReader"/>: any valid JSON in any layout. It is the yardstick for <see cref="BinanceFrameParser"/>, which
/// falls back on it. Allocates only on malformed input (the reader reports by exception). Not thread-safe.
/// </summary>
public sealed class BinanceFrameReader(SymbolTable symbols)
{
    public FrameBuffers Buffers { get; } = new();

    /// <summary>Never throws, whatever the bytes.</summary>
    public BinanceFrameKind Read(ReadOnlySpan<byte> utf8, out BinanceFrame frame)
    {
        Buffers.Clear();
        frame = new BinanceFrame { Kind = BinanceFrameKind.Malformed, SymbolSlot = -1 };
        try
        {
            ReadDocument(utf8, ref frame);
        }
        catch (JsonException)
        {
            frame.Kind = BinanceFrameKind.Malformed;
        }
        catch (InvalidOperationException)
        {
            // The reader's answer to an escape that is no character (\ud800).
            frame.Kind = BinanceFrameKind.Malformed;
        }

        return frame.Kind;
    }

    private void ReadDocument(ReadOnlySpan<byte> utf8, ref BinanceFrame frame)
    {
        var reader = new Utf8JsonReader(utf8);
        var root = default(FrameFields);
        var data = default(FrameFields);
        var streamSlot = -1;
        int streams = 0, datas = 0;
        Span<byte> name = stackalloc byte[JsonText.MaxBytes];

        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
        }
        else
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var length = JsonText.Copy(ref reader, name);
                reader.Read();
                switch (name[..length])
                {
                    case var n when n.SequenceEqual("stream"u8):
                        streams++;
                        streamSlot = ReadStreamSlot(ref reader);
                        break;
                    case var n when n.SequenceEqual("data"u8):
                        datas++;
                        ReadData(ref reader, ref data);
                        break;
                    default:
                        ReadField(ref reader, name[..length], ref root);
                        break;
                }
            }
        }

        // Blanks are all that may follow; the reader throws at anything else.
        reader.Read();
        if (streams > 1 || datas > 1)
        {
            return;
        }

        _ = datas == 0 ? root.ToFrame(out frame) : data.ToFrame(out frame);
        if (frame.Kind is BinanceFrameKind.DepthSnapshot or BinanceFrameKind.AggTradeBatch or BinanceFrameKind.KlineBatch)
        {
            frame.SymbolSlot = streamSlot;
        }
    }

    private void ReadData(ref Utf8JsonReader reader, ref FrameFields data)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            ReadList(ref reader, ref data);
            return;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        Span<byte> name = stackalloc byte[JsonText.MaxBytes];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var length = JsonText.Copy(ref reader, name);
            reader.Read();
            ReadField(ref reader, name[..length], ref data);
        }
    }

    /// <summary>A fetched list: of lists it is candles, otherwise trades.</summary>
    private void ReadList(ref Utf8JsonReader reader, ref FrameFields data)
    {
        Buffers.AggTrades.Clear();
        Buffers.KlineRows.Clear();
        var ahead = reader;
        if (ahead.Read() && ahead.TokenType == JsonTokenType.StartArray)
        {
            if (KlineRowsReader.TryRead(ref reader, Buffers.KlineRows))
            {
                data.Add(FrameField.Candles, FrameField.Candles);
            }
        }
        else if (AggTradesReader.TryRead(ref reader, Buffers.AggTrades))
        {
            data.Add(FrameField.Trades, FrameField.Trades);
        }
    }

    /// <summary>The slot of the symbol before the @ of a stream name.</summary>
    private int ReadStreamSlot(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return -1;
        }

        Span<byte> text = stackalloc byte[JsonText.MaxBytes];
        var stream = text[..JsonText.Copy(ref reader, text)];
        var at = stream.IndexOf((byte)'@');
        return at < 0 ? -1 : symbols.FindStreamName(stream[..at]);
    }

    /// <summary>Reads the value after <paramref name="name"/> to its end, whatever it is. A value of another type than the name's counts as not there.</summary>
    private void ReadField(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name, ref FrameFields fields)
    {
        ref var values = ref fields.Values;
        if (name.Length == 1)
        {
            ReadLetter(ref reader, name[0], ref fields, ref values);
        }
        else if (name.SequenceEqual("pu"u8))
        {
            Note(JsonText.TryInteger(ref reader, ref values.PreviousUpdateId), ref fields, FrameField.PreviousUpdateId);
        }
        else if (name.SequenceEqual("lastUpdateId"u8))
        {
            Note(JsonText.TryInteger(ref reader, ref values.LastUpdateId), ref fields, FrameField.SnapshotId);
        }
        else if (name.SequenceEqual("bids"u8))
        {
            Note(LevelsReader.TryRead(ref reader, Buffers.Bids), ref fields, FrameField.SnapshotBids);
        }
        else if (name.SequenceEqual("asks"u8))
        {
            Note(LevelsReader.TryRead(ref reader, Buffers.Asks), ref fields, FrameField.SnapshotAsks);
        }
        else if (name.SequenceEqual("result"u8))
        {
            Note(isRead: true, ref fields, FrameField.Result);
        }
        else if (name.SequenceEqual("code"u8) || name.SequenceEqual("error"u8))
        {
            Note(isRead: true, ref fields, FrameField.Error);
        }

        reader.Skip();
    }

    private void ReadLetter(ref Utf8JsonReader reader, byte name, ref FrameFields fields, ref BinanceFrame values)
    {
        switch (name)
        {
            case (byte)'e':
                Note(ReadEvent(ref reader, ref values), ref fields, FrameField.Event);
                break;
            case (byte)'s':
                Note(ReadSymbol(ref reader, ref values), ref fields, FrameField.Symbol);
                break;
            case (byte)'E':
                Note(JsonText.TryInteger(ref reader, ref values.EventTime), ref fields, FrameField.EventTime);
                break;
            case (byte)'T':
                Note(JsonText.TryInteger(ref reader, ref values.TransactionTime), ref fields, FrameField.TransactionTime);
                break;
            case (byte)'p':
                Note(JsonText.TryDecimal(ref reader, ref values.Price), ref fields, FrameField.Price);
                break;
            case (byte)'q':
                Note(JsonText.TryDecimal(ref reader, ref values.Quantity), ref fields, FrameField.Quantity);
                break;
            case (byte)'a' or (byte)'b':
                ReadBookSide(ref reader, name, ref fields, ref values);
                break;
            case (byte)'A':
                Note(JsonText.TryDecimal(ref reader, ref values.AskQuantity), ref fields, FrameField.AskQuantity);
                break;
            case (byte)'B':
                Note(JsonText.TryDecimal(ref reader, ref values.BidQuantity), ref fields, FrameField.BidQuantity);
                break;
            case (byte)'u':
                Note(JsonText.TryInteger(ref reader, ref values.LastUpdateId), ref fields, FrameField.LastUpdateId);
                break;
            case (byte)'U':
                Note(JsonText.TryInteger(ref reader, ref values.FirstUpdateId), ref fields, FrameField.FirstUpdateId);
                break;
            case (byte)'t':
                Note(JsonText.TryInteger(ref reader, ref values.TradeId), ref fields, FrameField.TradeId);
                break;
            case (byte)'f':
                Note(JsonText.TryInteger(ref reader, ref values.FirstTradeId), ref fields, FrameField.FirstTradeId);
                break;
            case (byte)'l':
                Note(JsonText.TryInteger(ref reader, ref values.LastTradeId), ref fields, FrameField.LastTradeId);
                break;
            case (byte)'m':
                values.BuyerIsMaker = reader.TokenType == JsonTokenType.True;
                Note(reader.TokenType is JsonTokenType.True or JsonTokenType.False, ref fields, FrameField.BuyerIsMaker);
                break;
            case (byte)'k':
                Note(KlineReader.TryRead(ref reader, out Buffers.Kline), ref fields, FrameField.Kline);
                break;
        }
    }

    /// <summary><c>a</c> and <c>b</c> are a price, a list of levels or (<c>a</c> only) a trade id.</summary>
    private void ReadBookSide(ref Utf8JsonReader reader, byte name, ref FrameFields fields, ref BinanceFrame values)
    {
        var isAsk = name == (byte)'a';
        var any = isAsk ? FrameField.AnyA : FrameField.AnyB;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                Note(LevelsReader.TryRead(ref reader, isAsk ? Buffers.Asks : Buffers.Bids), ref fields, isAsk ? FrameField.AskLevels : FrameField.BidLevels, any);
                break;
            case JsonTokenType.String:
                Note(JsonText.TryDecimal(ref reader, ref isAsk ? ref values.Ask : ref values.Bid), ref fields, isAsk ? FrameField.AskDecimal : FrameField.BidDecimal, any);
                break;
            case JsonTokenType.Number when isAsk:
                Note(JsonText.TryInteger(ref reader, ref values.TradeId), ref fields, FrameField.AggregateId, any);
                break;
        }
    }

    private static bool ReadEvent(ref Utf8JsonReader reader, ref BinanceFrame values)
    {
        Span<byte> text = stackalloc byte[JsonText.MaxBytes];
        if (!JsonText.TryString(ref reader, text, out var length))
        {
            return false;
        }

        values.Kind = FrameFields.KindOf(text[..length]);
        return true;
    }

    private bool ReadSymbol(ref Utf8JsonReader reader, ref BinanceFrame values)
    {
        Span<byte> text = stackalloc byte[JsonText.MaxBytes];
        if (!JsonText.TryString(ref reader, text, out var length))
        {
            return false;
        }

        values.SymbolSlot = symbols.Find(text[..length]);
        return true;
    }

    private static void Note(bool isRead, ref FrameFields fields, FrameField field) => Note(isRead, ref fields, field, field);

    private static void Note(bool isRead, ref FrameFields fields, FrameField field, FrameField anyTypeOfTheName)
    {
        if (isRead)
        {
            fields.Add(field, anyTypeOfTheName);
        }
    }
}
