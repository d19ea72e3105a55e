using System.IO.Compression;

namespace TradingDesk.Core.Storage.Tape;

/// <summary>Makes a file of an interrupted run fit for a further gzip member: its whole lines are kept, the torn rest is cut off.</summary>
internal static class TapeRepair
{
    private const string MendedExtension = ".mend";

    /// <summary>Rewrites <paramref name="path"/> where its last run has no end mark; otherwise leaves it as it is.</summary>
    public static void MendIfInterrupted(string path)
    {
        if (!File.Exists(path) || EndsWell(path))
        {
            return;
        }

        var mended = path + MendedExtension;
        using (var lines = new TapeLineReader(path))
        using (var output = new GZipStream(new FileStream(mended, FileMode.Create, FileAccess.Write), CompressionLevel.Fastest))
        {
            while (lines.ReadLine(out var line))
            {
                output.Write(line);
                output.Write("\n"u8);
            }

            output.Write(TapeFormat.EndMark);
        }

        File.Move(mended, path, overwrite: true);
    }

    private static bool EndsWell(string path)
    {
        using var lines = new TapeLineReader(path);
        while (lines.ReadLine(out _))
        {
            // only the end matters
        }

        return !lines.IsUnfinished;
    }
}
