namespace TradingDesk.Core.Operations.Load;

/// <summary>How urgent work is. The first three never wait for load.</summary>
public enum WorkClass : byte
{
    /// <summary>Ticks, risk, exits.</summary>
    Critical,

    /// <summary>Decisions.</summary>
    High,

    /// <summary>Making things durable.</summary>
    Normal,

    /// <summary>Enrichment and heavy reads for the API.</summary>
    Low,

    /// <summary>Sweeps, retention, archive, integrity checks.</summary>
    Deferred,
}
