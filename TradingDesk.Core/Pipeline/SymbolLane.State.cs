using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <content>State.</content>
internal sealed partial class SymbolLane
{
    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(SymbolLane), 1);
        writer.Write(Instrument.Symbol.Name);
        writer.Write(TickCount);
        writer.Write(LastTickAt.HasValue);
        writer.Write(LastTickAt.GetValueOrDefault());
        writer.Write(HistoryLoaded);
        writer.Write(Interruption ?? string.Empty);
        _validator.SaveState(writer);
        _ladder.SaveState(writer);
        Quotes.SaveState(writer);
        Offset.SaveState(writer);
        Watch.SaveState(writer);
        foreach (var timeframe in AnalysedTimeframes)
        {
            Analysis(timeframe).SaveState(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(SymbolLane), 1);
        var symbol = reader.ReadString();
        if (!string.Equals(symbol, Instrument.Symbol.Name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"Expected state of {Instrument.Symbol}, found {symbol}.");
        }

        TickCount = reader.ReadInt64();
        var present = reader.ReadBoolean();
        var at = reader.ReadTimestamp();
        LastTickAt = present ? at : null;
        HistoryLoaded = reader.ReadBoolean();
        var interruption = reader.ReadString();
        Interruption = interruption.Length == 0 ? null : interruption;
        _validator.LoadState(reader);
        _ladder.LoadState(reader);
        Quotes.LoadState(reader);
        Offset.LoadState(reader);
        Watch.LoadState(reader);
        foreach (var timeframe in AnalysedTimeframes)
        {
            Analysis(timeframe).LoadState(reader);
        }
    }
}
