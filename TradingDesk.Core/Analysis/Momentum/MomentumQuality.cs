using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.Momentum;

public enum MomentumGrade : byte
{
    Poor = 0,
    Fair = 1,
    Good = 2,
    Excellent = 3,
}

/// <summary>How steadily closes move.</summary>
/// <param name="Direction">Where the run goes; none after an unchanged close.</param>
/// <param name="Run">Closes in a row that moved that way.</param>
/// <param name="Grade">The run's grade.</param>
public readonly record struct QualityReading(Direction Direction, int Run, MomentumGrade Grade);

/// <summary>
/// Momentum quality by the number of closes in a row that moved the same way: 5 excellent, 3 good, 2 fair, less poor. A rise counts only with RSI14 above
/// 40, a fall only with RSI14 below 60; otherwise it is poor.
/// </summary>
public sealed class MomentumQuality : IBarStep<QualityReading>
{
    private const double MinRsiToRise = 40;
    private const double MaxRsiToFall = 60;
    private const int MaxRun = 1_000;

    private readonly Rsi _rsi = new();
    private double _previousClose;
    private int _run;

    public int WarmupBars => _rsi.WarmupBars;

    public QualityReading? Current => _rsi.Current is { } rsi ? Read(rsi) : null;

    public QualityReading? Update(in Bar bar)
    {
        var move = _previousClose == 0 ? 0 : Math.Sign(bar.Close - _previousClose);
        _run = move == 0 ? 0 : Math.Sign(_run) == move ? Math.Clamp(_run + move, -MaxRun, MaxRun) : move;
        _previousClose = bar.Close;
        _rsi.Update(bar);
        return Current;
    }

    public void Reset()
    {
        (_previousClose, _run) = (0, 0);
        _rsi.Reset();
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("momentumQuality", 1);
        writer.Write(_previousClose);
        writer.Write(_run);
        _rsi.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("momentumQuality", 1);
        _previousClose = reader.ReadDouble();
        _run = reader.ReadInt32();
        _rsi.LoadState(reader);
    }

    private QualityReading Read(double rsi)
    {
        var run = Math.Abs(_run);
        var isBacked = _run > 0 ? rsi > MinRsiToRise : rsi < MaxRsiToFall;
        var grade = !isBacked ? MomentumGrade.Poor
            : run >= 5 ? MomentumGrade.Excellent
            : run >= 3 ? MomentumGrade.Good
            : run >= 2 ? MomentumGrade.Fair
            : MomentumGrade.Poor;
        return new QualityReading((Direction)Math.Sign(_run), run, grade);
    }
}
