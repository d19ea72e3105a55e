using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>What a bar did to the swings.</summary>
internal enum SwingChange : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A first swing, or one of the other side: what was provisional before is final now.</summary>
    Turned,

    /// <summary>A more extreme swing of the same side took the provisional one's place.</summary>
    Superseded,
}

/// <summary>
/// The streaming form of the reference's swing highs and lows (DOMAIN C3). Bar <c>i</c> is a swing high where its high is the highest of the
/// <c>2L</c> bars from <c>i − L + 1</c> to <c>i + L</c>, else a low likewise; it is known at bar <c>i + L</c>. Of swings of one side in a row
/// the most extreme counts, the earliest on a tie; it stays provisional until a swing of the other side follows.
/// </summary>
internal sealed class SwingDetector(int length) : IHasState
{
    private readonly int _window = 2 * length;
    private readonly double[] _highs = new double[2 * length];
    private readonly double[] _lows = new double[2 * length];
    private readonly Timestamp[] _opens = new Timestamp[2 * length];

    /// <summary>Index of the last bar seen; −1 before the first.</summary>
    public int LastIndex { get; private set; } = -1;

    /// <summary>The swing that a more extreme one may still supersede.</summary>
    public Swing? Provisional { get; private set; }

    /// <summary>What was provisional before the last change: superseded or final now.</summary>
    public Swing? Replaced { get; private set; }

    /// <summary>Bars until a swing can become known.</summary>
    public int WarmupBars => 3 * length;

    public SwingChange Update(in Bar bar)
    {
        LastIndex++;
        var place = LastIndex % _window;
        _highs[place] = bar.High;
        _lows[place] = bar.Low;
        _opens[place] = bar.OpenTime;

        var candidate = LastIndex - length;
        return candidate >= _window - 1 && RawSwing(candidate) is { } swing ? Take(swing) : SwingChange.None;
    }

    public void Reset()
    {
        LastIndex = -1;
        Provisional = null;
        Replaced = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("swingDetector", 1);
        writer.Write(length);
        writer.Write(LastIndex);
        Swing.SaveOptional(writer, Provisional);
        Swing.SaveOptional(writer, Replaced);
        for (var i = 0; i < _window; i++)
        {
            writer.Write(_highs[i]);
            writer.Write(_lows[i]);
            writer.Write(_opens[i]);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("swingDetector", 1);
        var saved = reader.ReadInt32();
        if (saved != length)
        {
            throw new InvalidDataException($"The saved swings have length {saved}, these {length}.");
        }

        LastIndex = reader.ReadInt32();
        Provisional = Swing.LoadOptional(reader);
        Replaced = Swing.LoadOptional(reader);
        for (var i = 0; i < _window; i++)
        {
            _highs[i] = reader.ReadDouble();
            _lows[i] = reader.ReadDouble();
            _opens[i] = reader.ReadTimestamp();
        }
    }

    private Swing? RawSwing(int index)
    {
        var place = index % _window;
        if (IsHighest(_highs[place]))
        {
            return new Swing(Direction.Bullish, index, _opens[place], _highs[place]);
        }

        return IsLowest(_lows[place]) ? new Swing(Direction.Bearish, index, _opens[place], _lows[place]) : null;
    }

    private bool IsHighest(double high)
    {
        foreach (var other in _highs)
        {
            if (other > high)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsLowest(double low)
    {
        foreach (var other in _lows)
        {
            if (other < low)
            {
                return false;
            }
        }

        return true;
    }

    private SwingChange Take(in Swing swing)
    {
        if (Provisional is not { } current || current.Direction != swing.Direction)
        {
            Replaced = Provisional;
            Provisional = swing;
            return SwingChange.Turned;
        }

        if (!current.IsBeyond(swing.Level))
        {
            return SwingChange.None;
        }

        Replaced = Provisional;
        Provisional = swing;
        return SwingChange.Superseded;
    }
}
