using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Sessions;

/// <summary>A session as it stands: running, or the last one that is over.</summary>
public readonly record struct SessionReading(StructureTag Tag, bool IsActive, Timestamp From, Timestamp To, double High, double Low);

/// <summary>
/// High and low of one session (DOMAIN B1.7 with half-open hours). A bar belongs to the session that it opens in. A session is over at the close of the
/// bar that reaches its end, or where bars are missing at the first one after it.
/// </summary>
internal sealed class SessionTracker(SessionDefinition definition) : IHasState
{
    private RunningRange _range;
    private Timestamp _from;
    private Timestamp _to;
    private SessionReading? _last;

    /// <summary>The running session, otherwise the last one; <see langword="null"/> before the first.</summary>
    public SessionReading? Current => _range.HasBars ? ReadingOf(isActive: true) : _last;

    public void Update(in Bar bar, in BarContext context)
    {
        if (bar.OpenTime >= _to)
        {
            Close(context);
            (_from, _to) = definition.OccurrenceEndingAfter(bar.OpenTime);
        }

        if (bar.OpenTime < _from)
        {
            return;
        }

        var isFirst = !_range.HasBars;
        _range.Take(bar, context.Index);
        if (isFirst)
        {
            context.Emit(EventOf(StructureEventKind.SessionOpened, context));
        }

        if (bar.CloseTime >= _to)
        {
            Close(context);
        }
    }

    public void Reset() => (_range, _from, _to, _last) = (default, default, default, null);

    public void SaveState(StateWriter writer)
    {
        writer.Section("session", 1);
        writer.Write((byte)definition.Tag);
        _range.Save(writer);
        writer.Write(_from);
        writer.Write(_to);
        writer.Write(_last.HasValue);
        if (_last is { } last)
        {
            writer.Write(last.From);
            writer.Write(last.To);
            writer.Write(last.High);
            writer.Write(last.Low);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("session", 1);
        if ((StructureTag)reader.ReadByte() is var tag && tag != definition.Tag)
        {
            throw new InvalidDataException($"The saved session is {tag}, not {definition.Tag}.");
        }

        _range = RunningRange.Load(reader);
        _from = reader.ReadTimestamp();
        _to = reader.ReadTimestamp();
        _last = reader.ReadBoolean()
            ? new SessionReading(definition.Tag, IsActive: false, reader.ReadTimestamp(), reader.ReadTimestamp(), High: reader.ReadDouble(), Low: reader.ReadDouble())
            : null;
    }

    private void Close(in BarContext context)
    {
        if (!_range.HasBars)
        {
            return;
        }

        context.Emit(EventOf(StructureEventKind.SessionClosed, context));
        _last = ReadingOf(isActive: false);
        _range = default;
    }

    private SessionReading ReadingOf(bool isActive) => new(definition.Tag, isActive, _from, _to, High: _range.High, Low: _range.Low);

    private StructureEvent EventOf(StructureEventKind kind, in BarContext context)
    {
        var isOver = kind == StructureEventKind.SessionClosed;
        var item = context.Zone(kind, Direction.None, _range.High, _range.High, _range.Low, _range.FirstIndex, _range.FirstAt, endsHere: isOver);
        return item with { Tag = definition.Tag };
    }
}
