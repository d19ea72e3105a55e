using System.Globalization;

namespace TradingDesk.Core.Storage;

/// <summary>What a retention run did.</summary>
/// <param name="DeletedRows">By table.</param>
/// <param name="ArchivedBars">Of the deleted bars those that went to the archive: all of them.</param>
/// <param name="Files">Files past their time, by kind: archive, event log, macro log.</param>
/// <param name="ReturnedPages">Pages of the database file that went back to the file system.</param>
/// <param name="DatabaseBytes">Size of the database file afterwards.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record RetentionReport(
    IReadOnlyDictionary<string, long> DeletedRows,
    long ArchivedBars,
    IReadOnlyDictionary<string, RemovedFiles> Files,
    long ReturnedPages,
    long DatabaseBytes,
    TimeSpan Elapsed)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows()} deleted; {ArchivedBars} bars archived; {RemovedFiles()} removed; optimized, {ReturnedPages} pages returned, database {DatabaseBytes / 1048576.0:0.0} MiB; {Elapsed.TotalSeconds:0.00} s");

    private string Rows()
    {
        var rows = string.Join(", ", DeletedRows.Where(table => table.Value > 0).Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Key} {table.Value}")));
        return rows.Length == 0 ? "no rows" : rows + " rows";
    }

    private string RemovedFiles()
    {
        var files = string.Join(", ", Files.Where(kind => kind.Value.Files > 0).Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Value.Files} files ({kind.Value.Bytes} bytes)")));
        return files.Length == 0 ? "no files" : files;
    }
}
