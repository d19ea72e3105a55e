using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Conformance;

/// <summary>One connection of an Expert Advisor under test: everything that it says, kept and numbered; heartbeats to it while wanted.</summary>
internal sealed class ConformancePeer : IAsyncDisposable
{
    private const int MaxKept = 200_000;

    private readonly BridgeConnection _connection;
    private readonly BridgeOptions _options;
    private readonly TimeProvider _clock;
    private readonly TimeProvider _timers;
    private readonly CancellationTokenSource _ending;
    private readonly Lock _gate = new();
    private readonly List<JsonElement> _lines = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private Task _beating = Task.CompletedTask;
    private bool _isClosed;

    public ConformancePeer(BridgeConnection connection, BridgeOptions options, TimeProvider clock, TimeProvider timers, CancellationToken cancellationToken)
    {
        (_connection, _options, _clock, _timers) = (connection, options, clock, timers);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public string Nonce { get; } = BridgeToken.NewNonce();

    /// <summary>Lines that were no JSON object, or too long.</summary>
    public int Malformed { get; private set; }

    /// <summary>Lines so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _isClosed;
            }
        }
    }

    public bool IsProven(BridgeHello hello, string token) => BridgeToken.IsProven(token, Nonce, hello, _connection);

    public async Task ChallengeAsync()
    {
        await _connection.SendAsync(BridgeWire.Challenge(Nonce), _ending.Token);
        _reading = ReadAsync();
    }

    public Task WelcomeAsync(string symbols, string lastTick)
    {
        _beating = BeatAsync();
        return SendAsync(sequence => BridgeWire.Welcome(sequence, Timestamp.Now(_clock).UnixMilliseconds, "c0", _options.HeartbeatMs, symbols, "M1,H1,H4", lastTick));
    }

    /// <summary>Sends a command; <paramref name="expiresIn"/> is <see langword="null"/> for one without expiry.</summary>
    public Task CommandAsync(string id, string operation, TimeSpan? expiresIn, Action<Utf8JsonWriter>? fields = null) => SendAsync(sequence => BridgeWire.Line("cmd", sequence, json =>
    {
        var now = Timestamp.Now(_clock);
        json.WriteNumber("ts", now.UnixMilliseconds);
        json.WriteString("id", id);
        if (expiresIn is { } span)
        {
            json.WriteNumber("exp", (now + span).UnixMilliseconds);
        }

        json.WriteString("op", operation);
        fields?.Invoke(json);
    }));

    public async Task SendAsync(Func<long, byte[]> compose)
    {
        try
        {
            await _connection.SendAsync(compose, _ending.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            throw new ConformanceException("the connection broke");
        }
    }

    /// <summary>Bytes that keep no rule.</summary>
    public Task SendRawAsync(byte[] bytes) => SendAsync(_ => bytes);

    /// <summary>No more heartbeats from now on.</summary>
    public Task FallSilentAsync() => StopAsync(_beating);

    /// <summary>The first line from <paramref name="from"/> on that fits, waiting for it.</summary>
    /// <exception cref="ConformanceException">None came in time.</exception>
    public async Task<JsonElement> WaitAsync(int from, Func<JsonElement, bool> fits, TimeSpan within, string what)
    {
        using var limit = new CancellationTokenSource(within, _timers);
        for (var next = from; ;)
        {
            Task news;
            lock (_gate)
            {
                for (; next < _lines.Count; next++)
                {
                    if (fits(_lines[next]))
                    {
                        return _lines[next];
                    }
                }

                if (_isClosed)
                {
                    throw new ConformanceException($"the connection ended before {what} came");
                }

                news = _news.Task;
            }

            try
            {
                await news.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _ending.Token.ThrowIfCancellationRequested();
                throw new ConformanceException(string.Create(CultureInfo.InvariantCulture, $"{what} did not come within {within.TotalSeconds:0.#} s"));
            }
        }
    }

    /// <summary>Lines from <paramref name="from"/> on that fit.</summary>
    public List<JsonElement> Lines(int from, Func<JsonElement, bool> fits)
    {
        lock (_gate)
        {
            return _lines.Skip(from).Where(fits).ToList();
        }
    }

    public async Task<bool> IsClosedWithinAsync(TimeSpan within)
    {
        var started = _timers.GetTimestamp();
        while (!IsClosed && _timers.GetElapsedTime(started) < within)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), _timers, _ending.Token);
        }

        return IsClosed;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        await StopAsync(_beating);
        _connection.Dispose();
        _ending.Dispose();
    }

    public static bool Is(JsonElement line, string type) => Text(line, "t") == type;

    public static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long? Number(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private async Task StopAsync(Task beating)
    {
        _isSilent = true;
        await beating;
    }

    private volatile bool _isSilent;

    private async Task BeatAsync()
    {
        try
        {
            while (!_isSilent)
            {
                await _connection.SendAsync(sequence => BridgeWire.Heartbeat(sequence, Timestamp.Now(_clock).UnixMilliseconds, receivedSequence: Count), _ending.Token);
                await Task.Delay(TimeSpan.FromMilliseconds(_options.HeartbeatMs), _timers, _ending.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            _isSilent = true; // the reading end tells the steps
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var result = await _connection.ReadAsync(_ending.Token);
                var rest = result.Buffer;
                while (_connection.TryTakeLine(ref rest, out var line))
                {
                    Keep(line);
                }

                if (rest.Length > _options.MaxLineBytes || result.IsCompleted || Count > MaxKept)
                {
                    break;
                }

                _connection.Advance(rest);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            _isSilent = true;
        }

        lock (_gate)
        {
            _isClosed = true;
            _news.TrySetResult();
        }
    }

    private void Keep(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            if (line.Length > _options.MaxLineBytes || document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Malformed++;
                return;
            }

            lock (_gate)
            {
                _lines.Add(document.RootElement.Clone());
                _news.TrySetResult();
                _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
        catch (JsonException)
        {
            Malformed++;
        }
    }
}
