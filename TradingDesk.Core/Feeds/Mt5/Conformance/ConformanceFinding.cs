namespace TradingDesk.Core.Feeds.Mt5.Conformance;

public enum ConformanceVerdict : byte
{
    Pass,

    /// <summary>Could not be judged, as at a closed market. No failure.</summary>
    Skip,
    Fail,
}

/// <summary>What one numbered step found.</summary>
public sealed record ConformanceFinding(int Number, string Name, ConformanceVerdict Verdict, string Detail);

/// <summary>How to run the suite.</summary>
/// <param name="Trade">Whether a smallest order may be opened and closed. Only ever done on an account that says it is a demonstration one.</param>
/// <param name="DialWithin">How long to wait for the Expert Advisor to dial; positive.</param>
/// <param name="AnswerWithin">How long each answer may take; positive.</param>
public sealed record ConformanceOptions(bool Trade, TimeSpan DialWithin, TimeSpan AnswerWithin);

/// <summary>Ends a step: the Expert Advisor did something else than the protocol says.</summary>
internal sealed class ConformanceException(string message) : Exception(message);

/// <summary>Ends a step that cannot be judged now.</summary>
internal sealed class ConformanceSkipException(string message) : Exception(message);
