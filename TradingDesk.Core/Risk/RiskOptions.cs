namespace TradingDesk.Core.Risk;

/// <summary>Limits that hold for the whole account.</summary>
public sealed record RiskOptions
{
    /// <summary>Open positions over all symbols; 1 to 100. Default 12.</summary>
    public int MaxOpenPositions { get; init; } = 12;

    /// <summary>Loss of equity since the start of the UTC day that stops entries until the next day; 0.001 to 0.2. Default 0.02.</summary>
    public double DayLossLimitFraction { get; init; } = 0.02;
}

/// <summary>Limits of one symbol.</summary>
public sealed record SymbolRiskOptions
{
    /// <summary>Equity put at risk between entry and stop; 0.0001 to 0.02. Default 0.005.</summary>
    public double RiskPerTradeFraction { get; init; } = 0.005;

    /// <summary>Open positions in this symbol; 1 to 20. Default 1.</summary>
    public int MaxOpenPositions { get; init; } = 1;

    /// <summary>Largest spread at which an entry may be sent, in pips; above 0.</summary>
    public double MaxSpreadPips { get; init; } = 3.0;

    /// <summary>Largest volume of one order, in lots; above 0.</summary>
    public decimal MaxLotsPerOrder { get; init; } = 1m;
}
