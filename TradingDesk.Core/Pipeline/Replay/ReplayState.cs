using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>The state of an interrupted replay, in one file.</summary>
internal static class ReplayState
{
    public static void Save(string path, DeskPipeline pipeline, ReplayOutput output, long events)
    {
        var temporary = path + ".tmp";
        using (var stream = File.Create(temporary))
        {
            using var writer = new StateWriter(stream);
            writer.Section(nameof(ReplayState), 1);
            writer.Write(events);
            writer.Flush();
            pipeline.SaveState(stream);
            output.SaveState(writer);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <returns>Events that the state has seen.</returns>
    /// <exception cref="InvalidDataException">Not such a file.</exception>
    public static long Load(string path, DeskPipeline pipeline, ReplayOutput output)
    {
        using var stream = File.OpenRead(path);
        using var reader = new StateReader(stream);
        reader.Section(nameof(ReplayState), 1);
        var events = reader.ReadInt64();
        pipeline.LoadState(stream);
        output.LoadState(reader);
        return events;
    }
}
