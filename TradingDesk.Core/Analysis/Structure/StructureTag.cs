namespace TradingDesk.Core.Analysis.Structure;

/// <summary>The name within a family: a swing's label, a period, a session, the source of a swept level. Stored as a number, so values are never reused.</summary>
public enum StructureTag : byte
{
    None = 0,

    /// <summary>A final swing high above the one before.</summary>
    HigherHigh = 1,

    LowerHigh = 2,

    EqualHigh = 3,

    HigherLow = 4,

    /// <summary>A final swing low below the one before.</summary>
    LowerLow = 5,

    EqualLow = 6,

    /// <summary>The level is a final swing.</summary>
    Swing = 10,

    /// <summary>Four hours from 00:00, 04:00 … UTC.</summary>
    FourHours = 11,

    /// <summary>A UTC day.</summary>
    Day = 12,

    /// <summary>A week from Monday 00:00 UTC.</summary>
    Week = 13,

    Sydney = 20,

    Tokyo = 21,

    London = 22,

    NewYork = 23,

    AsianKillZone = 24,

    LondonOpenKillZone = 25,

    NewYorkKillZone = 26,

    LondonCloseKillZone = 27,
}
