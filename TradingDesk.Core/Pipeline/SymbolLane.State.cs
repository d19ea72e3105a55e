using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <summary>Writing down what decides how the next event is processed.</summary>
internal sealed partial class SymbolLane
{
    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(SymbolLane), 3);
        writer.Write(Instrument.Symbol.Name);
        writer.Write(TickCount);
        writer.Write(LastTickAt.HasValue);
        writer.Write(LastTickAt.GetValueOrDefault());
        writer.Write(HistoryLoaded);
        writer.Write(_feedInterruption ?? string.Empty);
        _sleep.SaveState(writer);
        _lag.SaveState(writer);
        _intake.SaveState(writer);
        _ladder.SaveState(writer);
        Tape.SaveState(writer);
        OrderFlow.SaveState(writer);
        _filters.SaveState(writer);
        FilterPassRates.SaveState(writer);
        Watch.SaveState(writer);
        foreach (var timeframe in AnalysedTimeframes)
        {
            Analysis(timeframe).SaveState(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(SymbolLane), 3);
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
        _feedInterruption = interruption.Length == 0 ? null : interruption;
        _sleep.LoadState(reader);
        _lag.LoadState(reader);
        _intake.LoadState(reader);
        _ladder.LoadState(reader);
        Tape.LoadState(reader);
        OrderFlow.LoadState(reader);
        _filters.LoadState(reader);
        FilterPassRates.LoadState(reader);
        Watch.LoadState(reader);
        foreach (var timeframe in AnalysedTimeframes)
        {
            Analysis(timeframe).LoadState(reader);
        }
    }
}
