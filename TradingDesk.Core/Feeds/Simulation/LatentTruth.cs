using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>Which way the market was made to go over hours to days.</summary>
public enum LatentRegimeKind : byte
{
    Range,
    Bull,
    Bear,
}

/// <summary>The size of the legs that meet at a turning point. A turning point of a degree is one of every smaller degree too.</summary>
public enum LatentDegree : byte
{
    /// <summary>Legs of about 3 to 20 minutes.</summary>
    Micro,

    /// <summary>Legs of about 10 to 60 minutes.</summary>
    Minor,

    /// <summary>Legs of about one to three hours.</summary>
    Intermediate,

    /// <summary>Legs of many hours, as the regime makes them.</summary>
    Major,
}

/// <summary>A stretch [<paramref name="From"/>, <paramref name="To"/>) over which the market was made to trend or to range.</summary>
public readonly record struct LatentRegime(LatentRegimeKind Kind, Timestamp From, Timestamp To);

/// <summary>An extreme of the latent path, fixed before any bar exists. <paramref name="Price"/> is before basis, spread and noise of a venue.</summary>
public readonly record struct LatentTurningPoint(Timestamp At, double Price, bool IsHigh, LatentDegree Degree);

/// <summary>The latent path, in a leg between turning points of <paramref name="Degree"/>, crossed the previous turning point of the same side.</summary>
/// <param name="At">The instant of the crossing.</param>
/// <param name="Level">The price crossed.</param>
/// <param name="OriginAt">When that level was made.</param>
/// <param name="Direction">+1 up, −1 down.</param>
/// <param name="IsChange">True where the previous break of this degree went the other way (change of character), false for a continuation.</param>
public readonly record struct LatentBreak(Timestamp At, double Level, Timestamp OriginAt, int Direction, bool IsChange, LatentDegree Degree);

/// <summary>A spike of minutes beyond an earlier extreme that came back: liquidity taken, no break.</summary>
/// <param name="Level">The earlier extreme.</param>
/// <param name="Extreme">How far the spike went.</param>
/// <param name="IsHigh">True where a high was swept.</param>
public readonly record struct LatentSweep(Timestamp At, double Level, double Extreme, bool IsHigh);

/// <summary>A jump between the last price before a weekend and the first after it.</summary>
public readonly record struct LatentGap(Timestamp ClosedAt, Timestamp OpenedAt, double Jump);
