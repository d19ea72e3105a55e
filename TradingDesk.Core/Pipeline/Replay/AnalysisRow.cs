using System.Text.Json.Serialization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>One structure event of a file, or in parity form one row of the reference library's tables. Indices count the file's bars from 0.</summary>
/// <param name="Kind">
/// <c>swing</c>, <c>bos</c>, <c>choch</c>, <c>liveBreak</c>, <c>fairValueGap</c>, <c>orderBlock</c>, <c>liquidity</c>, <c>sweep</c>, <c>period</c>,
/// <c>session</c>, <c>range</c>; in parity form also <c>fairValueGapJoined</c>, <c>previousHighLow</c>, <c>retracement</c>.
/// </param>
/// <param name="Level">The price it is about.</param>
/// <param name="FinalAtIndex">The bar after whose close nothing changes it any more.</param>
public sealed record AnalysisRow(string Kind, string Direction, double Level, int OriginIndex, Timestamp OriginTime, int KnownAtIndex, int? FinalAtIndex, string Status)
{
    /// <summary>A swing's label, a period, a session, the source of a swept level.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Upper end of its price range, where it has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Top { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Bottom { get; init; }

    /// <summary>The bar that broke, touched, swept or ended it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EndIndex { get; init; }

    /// <summary>The swing that triggered or last joined it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CauseIndex { get; init; }

    /// <summary>An order block's or sweep's volume, a pool's number of swings.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Amount { get; init; }

    /// <summary>An order block's volume balance, a sweep's confidence, the deepest retracement of a range that ended; in parity form a retracement in percent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Ratio { get; init; }

    /// <summary>In parity form the deepest retracement in percent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Deepest { get; init; }
}
