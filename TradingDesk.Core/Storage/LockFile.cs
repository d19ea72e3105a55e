using System.Diagnostics;

namespace TradingDesk.Core.Storage;

/// <summary>A lock between processes that the operating system releases when its holder dies, however it dies.</summary>
public sealed class LockFile : IDisposable
{
    private readonly FileStream _stream;

    private LockFile(FileStream stream) => _stream = stream;

    /// <summary>The lock, or <see langword="null"/> where another holds it.</summary>
    public static LockFile? TryAcquire(string path)
    {
        try
        {
            return new LockFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null; // Held by another; any other fault has no file or is no IOException.
        }
    }

    /// <exception cref="DatabaseStartException">It stayed locked for longer than <paramref name="patience"/>.</exception>
    public static LockFile Acquire(string path, TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        using var pause = new ManualResetEventSlim();
        while (true)
        {
            if (TryAcquire(path) is { } taken)
            {
                return taken;
            }

            if (waited.Elapsed > patience)
            {
                throw new DatabaseStartException(DatabaseStartException.Locked, $"Another process holds {path}.");
            }

            pause.Wait(TimeSpan.FromMilliseconds(50));
        }
    }

    public void Dispose() => _stream.Dispose();
}
