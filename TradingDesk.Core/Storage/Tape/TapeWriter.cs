using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Operations;

namespace TradingDesk.Core.Storage.Tape;

/// <summary>
/// Records every raw message without holding up its feed: a copy goes through a bounded queue to one task that owns the files. What the disk cannot take is dropped
/// and counted as <see cref="DiscardReason.StorageBackpressure"/>; a failing disk is shown as degraded and tried again. Any thread may call <see cref="OnRaw"/>.
/// </summary>
public sealed class TapeWriter : IRawTap, IHealthSource, IAsyncDisposable
{
    private readonly TapeOptions _options;
    private readonly TapeFiles _files;
    private readonly TimeProvider _timers;
    private readonly ILogger<TapeWriter> _logger;
    private readonly Channel<Message> _queue;
    private readonly Lock _pruning = new();
    private readonly Task _writing;
    private readonly Timestamp _startedAt;
    private long _queuedBytes;
    private long _written;
    private string? _problem;
    private Timestamp _problemSince;
    private Timestamp _newest;

    /// <param name="options">Validated options.</param>
    /// <param name="dataFolder">Where a relative tape folder lies.</param>
    /// <param name="timers">Real time: how often what was written reaches the disk.</param>
    /// <param name="logger">For trouble with the disk.</param>
    public TapeWriter(TapeOptions options, string dataFolder, TimeProvider timers, ILogger<TapeWriter> logger)
    {
        _options = options;
        _files = new TapeFiles(Path.Combine(dataFolder, options.Folder));
        _timers = timers;
        _logger = logger;
        _startedAt = Timestamp.Now(timers);
        _queue = Channel.CreateBounded<Message>(new BoundedChannelOptions(options.QueueMessages) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
    }

    public string Folder => _files.Folder;

    public DiscardCounters Discards { get; } = new();

    /// <summary>Messages on disk or handed to it.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Sets what a venue writes into the headers of its files: from a channel to a JSON object. Before its feed starts.</summary>
    public void UseHeader(Venue venue, Func<string, string> headerOf) => _files.UseHeader(venue, headerOf);

    public void OnRaw(Venue venue, string channel, Timestamp receivedAt, ReadOnlySpan<byte> message)
    {
        if (Interlocked.Add(ref _queuedBytes, message.Length) > _options.QueueMebibytes * 1_048_576L)
        {
            Interlocked.Add(ref _queuedBytes, -message.Length);
            Discards.AddShared(DiscardReason.StorageBackpressure);
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(copy);
        if (!_queue.Writer.TryWrite(new Message(venue, channel, receivedAt, copy, message.Length)))
        {
            ArrayPool<byte>.Shared.Return(copy);
            Interlocked.Add(ref _queuedBytes, -message.Length);
            Discards.AddShared(DiscardReason.StorageBackpressure);
        }
    }

    /// <summary>Deletes files beyond the age and size caps, never one that is being written. For the retention job; may run beside the writing.</summary>
    public TapePruneResult Prune(Timestamp now)
    {
        lock (_pruning)
        {
            return TapePruning.Prune(_files.Folder, now, _options, OpenHourFloor(now));
        }
    }

    public IEnumerable<ComponentHealth> GetComponents()
    {
        var problem = Volatile.Read(ref _problem);
        yield return problem is null
            ? new ComponentHealth("storage.tape", "healthy", _startedAt, $"{Written} messages")
            : new ComponentHealth("storage.tape", "degraded", _problemSince, problem);
    }

    public IEnumerable<QueueHealth> GetQueues()
    {
        yield return new QueueHealth("tape", _queue.Reader.Count, _options.QueueMessages, Discards[DiscardReason.StorageBackpressure]);
    }

    /// <summary>Writes what is queued, ends the files and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            await _writing;
        }
    }

    /// <summary>Files of this hour and the one before may be open.</summary>
    private static long OpenHourFloor(Timestamp now) => TapeFormat.HourOf(now) - 1;

    private async Task WriteAsync()
    {
        var reader = _queue.Reader;
        var moreMessages = Task.FromResult(true);
        var flushDue = Task.CompletedTask;
        while (true)
        {
            if (flushDue.IsCompleted)
            {
                Try(() => _files.CloseBefore(_newest));
                Try(_files.Flush);
                flushDue = Task.Delay(TimeSpan.FromMilliseconds(_options.FlushMs), _timers);
            }

            moreMessages = moreMessages.IsCompleted ? reader.WaitToReadAsync().AsTask() : moreMessages;
            await Task.WhenAny(moreMessages, flushDue);
            if (moreMessages.IsCompleted && !await moreMessages)
            {
                break;
            }

            while (!flushDue.IsCompleted && reader.TryRead(out var message))
            {
                Write(message);
            }
        }

        Try(_files.Dispose);
    }

    private void Write(in Message message)
    {
        try
        {
            _files.OnRaw(message.Venue, message.Channel, message.ReceivedAt, message.Bytes.AsSpan(0, message.Length));
            _newest = Timestamp.Max(_newest, message.ReceivedAt);
            Volatile.Write(ref _written, _written + 1);
            Volatile.Write(ref _problem, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Discards.AddShared(DiscardReason.StorageBackpressure);
            Report(exception);
        }
        finally
        {
            Interlocked.Add(ref _queuedBytes, -message.Length);
            ArrayPool<byte>.Shared.Return(message.Bytes);
        }
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(exception);
        }
    }

    private void Report(Exception exception)
    {
        if (_problem is null)
        {
            _problemSince = Timestamp.Now(_timers);
            _logger.LogError(exception, "The raw tape cannot be written");
        }

        Volatile.Write(ref _problem, "the disk does not take the tape");
    }

    private readonly record struct Message(Venue Venue, string Channel, Timestamp ReceivedAt, byte[] Bytes, int Length);
}
