using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>
/// Breaks that are known at the close that makes them (DOMAIN C5): a close strictly beyond the latest final swing of a side, or beyond the provisional
/// swing where it is of that side, once for each swing. BOS where the direction is that of the live break before, otherwise CHOCH (the first one too).
/// A bar is held against the swings known at the bar before it.
/// </summary>
internal sealed class LiveBreakDetector : IHasState
{
    private Watched _high;
    private Watched _low;
    private Watched _provisional;
    private Direction _lastDirection;

    /// <summary>Breaks of one bar: at most one in each direction.</summary>
    /// <param name="close">The bar's close.</param>
    /// <param name="minimumDistance">How far beyond the level the close must be, in quote currency per unit; 0 for any distance.</param>
    public LiveBreak? Check(Direction direction, double close, double minimumDistance)
    {
        ref var final = ref direction == Direction.Bullish ? ref _high : ref _low;
        var crossedFinal = final.TryCross(close, minimumDistance);
        var crossedProvisional = _provisional.Swing.Direction == direction && _provisional.TryCross(close, minimumDistance);
        if (!crossedFinal && !crossedProvisional)
        {
            return null;
        }

        var kind = direction == _lastDirection ? BreakKind.Bos : BreakKind.Choch;
        _lastDirection = direction;
        return crossedProvisional
            ? new LiveBreak(kind, _provisional.Swing, crossedFinal ? final.Swing.Index : -1)
            : new LiveBreak(kind, final.Swing, -1);
    }

    /// <summary>Takes over what the bar did to the swings; called after <see cref="Check"/>.</summary>
    public void OnSwing(SwingChange change, in Swing provisional)
    {
        if (change == SwingChange.Turned && _provisional.Swing.Direction == Direction.Bullish)
        {
            _high = _provisional;
        }
        else if (change == SwingChange.Turned && _provisional.Swing.Direction == Direction.Bearish)
        {
            _low = _provisional;
        }

        _provisional = new Watched { Swing = provisional };
    }

    public void Reset() => (_high, _low, _provisional, _lastDirection) = (default, default, default, Direction.None);

    public void SaveState(StateWriter writer)
    {
        writer.Section("liveBreaks", 1);
        writer.Write((sbyte)_lastDirection);
        _high.Save(writer);
        _low.Save(writer);
        _provisional.Save(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("liveBreaks", 1);
        _lastDirection = (Direction)reader.ReadSByte();
        _high = Watched.Load(reader);
        _low = Watched.Load(reader);
        _provisional = Watched.Load(reader);
    }

    /// <summary>A swing and whether a close has crossed it; no swing while its direction is <see cref="Direction.None"/>.</summary>
    private struct Watched
    {
        public Swing Swing;
        private bool _crossed;

        public bool TryCross(double close, double minimumDistance)
        {
            if (_crossed || Swing.Direction == Direction.None || !Swing.IsBeyond(close) || Math.Abs(close - Swing.Level) < minimumDistance)
            {
                return false;
            }

            _crossed = true;
            return true;
        }

        public readonly void Save(StateWriter writer)
        {
            writer.Write(_crossed);
            Swing.Save(writer);
        }

        public static Watched Load(StateReader reader)
        {
            var crossed = reader.ReadBoolean();
            return new Watched { _crossed = crossed, Swing = Swing.Load(reader) };
        }
    }
}

/// <summary>A live break: its kind, the latest swing crossed, and the index of the other swing crossed by the same close (−1 where there is none).</summary>
internal readonly record struct LiveBreak(BreakKind Kind, Swing Swing, int AlsoCrossed);
