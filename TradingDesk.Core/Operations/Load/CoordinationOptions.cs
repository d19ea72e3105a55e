using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Operations.Load;

/// <summary>When work that can wait does wait. Section <c>Desk:Coordination</c>.</summary>
public sealed class CoordinationOptions : IValidatableObject
{
    public const string Section = "Desk:Coordination";

    /// <summary>Processor load of the machine, as a fraction, from which deferred work waits: 0.1 to 1.</summary>
    [Range(0.1, 1.0)]
    public double HighCpuFraction { get; set; } = 0.80;

    /// <summary>Processor load from which low work waits too: 0.1 to 1.</summary>
    [Range(0.1, 1.0)]
    public double CriticalCpuFraction { get; set; } = 0.95;

    /// <summary>Memory in use, as a fraction of the machine's, from which deferred work waits: 0.1 to 1.</summary>
    [Range(0.1, 1.0)]
    public double HighMemoryFraction { get; set; } = 0.85;

    /// <summary>Memory in use from which low work waits too: 0.1 to 1.</summary>
    [Range(0.1, 1.0)]
    public double CriticalMemoryFraction { get; set; } = 0.95;

    /// <summary>How far a load must fall below its limit before the limit counts as left: a fraction, 0 to 0.5.</summary>
    [Range(0.0, 0.5)]
    public double Hysteresis { get; set; } = 0.10;

    /// <summary>Seconds between two looks at the load: 1 to 60.</summary>
    [Range(1.0, 60.0)]
    public double SampleSeconds { get; set; } = 5;

    /// <summary>Longest that deferred work (retention, archive, integrity checks, sweeps) waits, in seconds: 0 to 3,600. Then it runs, whatever the load.</summary>
    [Range(0.0, 3_600.0)]
    public double MaxDeferredWaitSeconds { get; set; } = 300;

    /// <summary>Longest that low work (heavy reads of the API) waits, in seconds: 0 to 30. Then it runs, whatever the load.</summary>
    [Range(0.0, 30.0)]
    public double MaxLowWaitSeconds { get; set; } = 0.5;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CriticalCpuFraction < HighCpuFraction)
        {
            yield return new ValidationResult("CriticalCpuFraction is below HighCpuFraction.", [nameof(CriticalCpuFraction)]);
        }

        if (CriticalMemoryFraction < HighMemoryFraction)
        {
            yield return new ValidationResult("CriticalMemoryFraction is below HighMemoryFraction.", [nameof(CriticalMemoryFraction)]);
        }
    }
}
