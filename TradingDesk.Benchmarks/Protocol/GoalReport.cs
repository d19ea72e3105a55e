namespace TradingDesk.Benchmarks.Protocol;

public enum GoalStatus
{
    /// <summary>Every bar cleared, every figure steady.</summary>
    Met,

    Missed,

    /// <summary>A figure moved too much between repeats: nothing is claimed.</summary>
    Unstable,

    /// <summary>The outputs of the sides differ: there is nothing to compare.</summary>
    Unequal,

    /// <summary>What it is held against is not to be had here.</summary>
    Skipped,
}

/// <summary>One bar of a goal, held against what was measured.</summary>
public sealed record BarCheck(string Text, bool Passed);

/// <summary>The result of one goal.</summary>
public sealed class GoalReport
{
    private GoalReport(string equality, bool isEqual, IReadOnlyList<Figure> figures, IReadOnlyList<BarCheck> checks, IReadOnlyList<string> notes)
    {
        Equality = equality;
        Figures = figures;
        Checks = checks;
        Notes = notes;
        Status = !isEqual ? GoalStatus.Unequal
            : figures.Any(figure => figure.IsUnstable) ? GoalStatus.Unstable
            : checks.All(check => check.Passed) ? GoalStatus.Met
            : GoalStatus.Missed;
    }

    public GoalStatus Status { get; private init; }

    /// <summary>What was found equal before the timing, or how it differed.</summary>
    public string Equality { get; }

    public IReadOnlyList<Figure> Figures { get; }

    public IReadOnlyList<BarCheck> Checks { get; }

    /// <summary>What a reader must know to judge the figures: what the peer does more of, what the input was.</summary>
    public IReadOnlyList<string> Notes { get; }

    public static GoalReport Measured(string equality, IReadOnlyList<Figure> figures, IReadOnlyList<BarCheck> checks, params IReadOnlyList<string> notes) =>
        new(equality, isEqual: true, figures, checks, notes);

    /// <param name="reason">What is missing, in words.</param>
    public static GoalReport Skipped(string reason) => new(reason, isEqual: true, [], [], []) { Status = GoalStatus.Skipped };

    public static GoalReport NotEqual(string difference) => new(difference, isEqual: false, [], [], []);
}

/// <summary>A goal of the performance table.</summary>
public interface IGoal
{
    /// <summary>Such as <c>G4</c>.</summary>
    string Id { get; }

    string Title { get; }

    /// <summary>The bar to clear, in words.</summary>
    string Bar { get; }

    GoalReport Run(GoalContext context);
}

/// <summary>How a goal is to run.</summary>
/// <param name="IsLong">Full durations instead of the everyday ones.</param>
public sealed record GoalContext(bool IsLong, TextWriter Log);
