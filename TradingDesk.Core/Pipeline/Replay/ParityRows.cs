using TradingDesk.Core.Analysis.Parity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>
/// The reference library's tables as rows of the analyze command. Tables with a row for every bar give one where it differs from the bar before, so that
/// carrying values forward restores the whole table.
/// </summary>
internal static class ParityRows
{
    /// <summary>The reference's example session: London, UTC, both ends inclusive.</summary>
    private static readonly (TimeSpan Start, TimeSpan End) London = (TimeSpan.FromHours(7), TimeSpan.FromHours(16));

    public static List<AnalysisRow> Build(List<Bar> bars, SmcBatch batch)
    {
        var rows = new Builder(bars);
        var items = new List<AnalysisRow>(Final(batch.Events));
        items.AddRange(batch.Gaps(joinConsecutive: false).Select(row => Gap(rows, row, "fairValueGap")));
        items.AddRange(batch.Gaps(joinConsecutive: true).Select(row => Gap(rows, row, "fairValueGapJoined")));
        items.AddRange(batch.OrderBlocks().Select(row => rows.At(row.Row, "orderBlock", row.Direction, row.Direction > 0 ? row.Top : row.Bottom, row.Mitigated > 0 ? "mitigated" : "final") with
        {
            Top = row.Top,
            Bottom = row.Bottom,
            EndIndex = NullIfZero(row.Mitigated),
            Amount = row.Volume,
            Ratio = row.Percentage / 100,
        }));
        items.AddRange(batch.Liquidity().Select(row =>
            rows.At(row.Row, "liquidity", row.Side, row.Level, row.Swept > 0 ? "swept" : "final") with { EndIndex = NullIfZero(row.Swept), CauseIndex = row.End }));
        foreach (var period in (StructureTag[])[StructureTag.FourHours, StructureTag.Day, StructureTag.Week])
        {
            items.AddRange(Changes(batch.PreviousHighLow(period), (index, row) => rows.At(index, "previousHighLow", 0, row.High ?? 0, Broken(row)) with
            {
                Name = period.ToName(),
                Top = row.High,
                Bottom = row.Low,
            }));
        }

        items.AddRange(Changes(batch.Session(London.Start, London.End), (index, row) => rows.At(index, "session", 0, row.High, row.Active ? "active" : "inactive") with
        {
            Name = StructureTag.London.ToName(),
            Top = row.High,
            Bottom = row.Low,
        }));
        items.AddRange(Changes(batch.Retracements(), (index, row) =>
            rows.At(index, "retracement", row.Direction, bars[index].Close) with { Ratio = row.Current, Deepest = row.Deepest }));
        return [.. items.OrderBy(item => item.OriginIndex)];
    }

    /// <summary>Swings that were never superseded and breaks that were never cancelled.</summary>
    private static IEnumerable<AnalysisRow> Final(IReadOnlyList<StructureEvent> events)
    {
        var kept = new Dictionary<(bool IsBreak, int Origin), AnalysisRow>();
        foreach (var item in events)
        {
            var key = (item.Break != BreakKind.None, item.OriginIndex);
            switch (item.Kind)
            {
                case StructureEventKind.SwingProvisional or StructureEventKind.BreakKnown:
                    kept[key] = BarFileAnalysis.Row(item);
                    break;
                case StructureEventKind.SwingSuperseded or StructureEventKind.BreakCancelled:
                    kept.Remove(key);
                    break;
                case StructureEventKind.SwingFinal or StructureEventKind.BreakFinal when kept.TryGetValue(key, out var row):
                    kept[key] = BarFileAnalysis.Row(item) with { KnownAtIndex = row.KnownAtIndex, FinalAtIndex = item.KnownAtIndex };
                    break;
                default:
                    break;
            }
        }

        return kept.Values;
    }

    private static AnalysisRow Gap(Builder rows, in SmcGap row, string kind) =>
        rows.At(row.Row, kind, row.Direction, row.Direction > 0 ? row.Top : row.Bottom, row.Mitigated > 0 ? "mitigated" : "open") with { Top = row.Top, Bottom = row.Bottom, EndIndex = NullIfZero(row.Mitigated) };

    private static IEnumerable<AnalysisRow> Changes<TRow>(IReadOnlyList<TRow> table, Func<int, TRow, AnalysisRow> make)
        where TRow : struct, IEquatable<TRow>
    {
        var before = default(TRow);
        for (var i = 0; i < table.Count; i++)
        {
            if (!table[i].Equals(before))
            {
                yield return make(i, table[i]);
            }

            before = table[i];
        }
    }

    private static string Broken(in SmcPeriodRow row) => (row.HighBroken, row.LowBroken) switch
    {
        (true, true) => "bothBroken",
        (true, false) => "highBroken",
        (false, true) => "lowBroken",
        _ => "unbroken",
    };

    private static int? NullIfZero(int row) => row == 0 ? null : row;

    private sealed class Builder(List<Bar> bars)
    {
        /// <summary>The reference stamps a row at its origin and does not say when it could be known.</summary>
        public AnalysisRow At(int row, string kind, int direction, double level, string status = "final") =>
            new(kind, ((Direction)direction).ToName(), level, row, bars[row].OpenTime, KnownAtIndex: row, FinalAtIndex: null, status);
    }
}
