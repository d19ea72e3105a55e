namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// Parses one WebSocket frame, combined (<c>{"stream":…,"data":{…}}</c>) or raw, without allocating. Compact frames of the everyday events go through
/// <see cref="FrameScanner"/>, with keys in any order; every other frame goes to <see cref="BinanceFrameReader"/>, which alone judges what is malformed.
/// The two give the same answer wherever both give one (fuzzed in the tests). Not thread-safe: one parser per reading thread.
/// </summary>
/// <remarks>A name that the desk reads and that stands twice in one object makes the frame malformed, in both.</remarks>
public sealed class BinanceFrameParser(SymbolTable symbols)
{
    private readonly BinanceFrameReader _reader = new(symbols);

    /// <summary>Levels, candle and fetched trades of the last frame.</summary>
    public FrameBuffers Buffers => _reader.Buffers;

    /// <summary>Never throws, whatever the bytes.</summary>
    public BinanceFrameKind Parse(ReadOnlySpan<byte> utf8, out BinanceFrame frame)
    {
        Buffers.Clear();
        return TryScan(utf8, out frame) ? frame.Kind : _reader.Read(utf8, out frame);
    }

    private bool TryScan(ReadOnlySpan<byte> utf8, out BinanceFrame frame)
    {
        var scanner = new FrameScanner(utf8);
        var fields = default(FrameFields);
        var isCombined = scanner.TryTake("{\"stream\":"u8);
        if (isCombined ? !scanner.TryString(out _) || !scanner.TryTake(",\"data\":{"u8) : !scanner.TryTake((byte)'{'))
        {
            frame = default;
            return false;
        }

        if (!TryScanFields(ref scanner, ref fields) || (isCombined && !scanner.TryTake((byte)'}')) || !scanner.AtEnd)
        {
            frame = default;
            return false;
        }

        // Without a known event the object may be a reply or a snapshot, which the scanner does not tell apart.
        return fields.ToFrame(out frame) > BinanceFrameKind.Unknown;
    }

    /// <summary>Reads names and values up to and including the closing brace.</summary>
    private bool TryScanFields(ref FrameScanner scanner, ref FrameFields fields)
    {
        do
        {
            if (!scanner.TryShortName(out var name))
            {
                return false;
            }

            if (!ReadValue(ref scanner, name, ref fields.Values, out var bits, out var anyTypeOfTheName))
            {
                return false;
            }

            fields.Add(bits, anyTypeOfTheName);
        }
        while (scanner.TryTake((byte)','));

        return scanner.TryTake((byte)'}');
    }

    private bool ReadValue(ref FrameScanner scanner, int name, ref BinanceFrame values, out FrameField bits, out FrameField anyTypeOfTheName)
    {
        switch (name)
        {
            case 'e':
                bits = anyTypeOfTheName = FrameField.Event;
                if (!scanner.TryString(out var eventName))
                {
                    return false;
                }

                values.Kind = FrameFields.KindOf(eventName);
                return true;
            case 's':
                bits = anyTypeOfTheName = FrameField.Symbol;
                if (!scanner.TryString(out var symbol))
                {
                    return false;
                }

                values.SymbolSlot = symbols.Find(symbol);
                return true;
            case 'E':
                bits = anyTypeOfTheName = FrameField.EventTime;
                return scanner.TryInteger(out values.EventTime);
            case 'T':
                bits = anyTypeOfTheName = FrameField.TransactionTime;
                return scanner.TryInteger(out values.TransactionTime);
            case 'p':
                bits = anyTypeOfTheName = FrameField.Price;
                return scanner.TryDecimal(out values.Price);
            case 'q':
                bits = anyTypeOfTheName = FrameField.Quantity;
                return scanner.TryDecimal(out values.Quantity);
            case 'a':
                anyTypeOfTheName = FrameField.AnyA;
                return ReadAskOrId(ref scanner, ref values, out bits);
            case 'b':
                anyTypeOfTheName = FrameField.AnyB;
                return ReadBid(ref scanner, ref values, out bits);
            default:
                return ReadRarerValue(ref scanner, name, ref values, out bits, out anyTypeOfTheName);
        }
    }

    private static bool ReadRarerValue(ref FrameScanner scanner, int name, ref BinanceFrame values, out FrameField bits, out FrameField anyTypeOfTheName)
    {
        switch (name)
        {
            case 'A':
                bits = anyTypeOfTheName = FrameField.AskQuantity;
                return scanner.TryDecimal(out values.AskQuantity);
            case 'B':
                bits = anyTypeOfTheName = FrameField.BidQuantity;
                return scanner.TryDecimal(out values.BidQuantity);
            case 'u':
                bits = anyTypeOfTheName = FrameField.LastUpdateId;
                return scanner.TryInteger(out values.LastUpdateId);
            case 'U':
                bits = anyTypeOfTheName = FrameField.FirstUpdateId;
                return scanner.TryInteger(out values.FirstUpdateId);
            case 'p' | ('u' << 8):
                bits = anyTypeOfTheName = FrameField.PreviousUpdateId;
                return scanner.TryInteger(out values.PreviousUpdateId);
            case 't':
                bits = anyTypeOfTheName = FrameField.TradeId;
                return scanner.TryInteger(out values.TradeId);
            case 'f':
                bits = anyTypeOfTheName = FrameField.FirstTradeId;
                return scanner.TryInteger(out values.FirstTradeId);
            case 'l':
                bits = anyTypeOfTheName = FrameField.LastTradeId;
                return scanner.TryInteger(out values.LastTradeId);
            case 'm':
                bits = anyTypeOfTheName = FrameField.BuyerIsMaker;
                return scanner.TryBoolean(out values.BuyerIsMaker);
            default:
                bits = anyTypeOfTheName = FrameField.None;
                return scanner.TrySkipScalar();
        }
    }

    private bool ReadBid(ref FrameScanner scanner, ref BinanceFrame values, out FrameField bits)
    {
        if (scanner.Peek() == (byte)'[')
        {
            bits = FrameField.BidLevels;
            return scanner.TryLevels(Buffers.Bids);
        }

        bits = FrameField.BidDecimal;
        return scanner.TryDecimal(out values.Bid);
    }

    private bool ReadAskOrId(ref FrameScanner scanner, ref BinanceFrame values, out FrameField bits)
    {
        switch (scanner.Peek())
        {
            case (byte)'[':
                bits = FrameField.AskLevels;
                return scanner.TryLevels(Buffers.Asks);
            case (byte)'"':
                bits = FrameField.AskDecimal;
                return scanner.TryDecimal(out values.Ask);
            default:
                bits = FrameField.AggregateId;
                return scanner.TryInteger(out values.TradeId);
        }
    }
}
