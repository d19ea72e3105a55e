using System.Security.Cryptography;
using TradingDesk.Api.Auth;
using TradingDesk.Api.Hosting;
using TradingDesk.Api.Problems;

namespace TradingDesk.Api.Endpoints;

/// <summary>What a change answered the first time.</summary>
internal sealed record FirstAnswer(int Status, string? ContentType, byte[] Body);

/// <summary>
/// First answers by caller, route and <c>Idempotency-Key</c>. In memory: a restart forgets them, and a repeat after it is judged anew by the desk, whose changes are
/// durable and either monotone or versioned. Bounded: the oldest gives way.
/// </summary>
internal sealed class FirstAnswers(DeskHttpOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _inOrder = new();

    internal sealed class Entry(string bodyHash, DateTimeOffset expiresAt)
    {
        public string BodyHash { get; } = bodyHash;

        public DateTimeOffset ExpiresAt { get; } = expiresAt;

        /// <summary>Null where the first attempt left no answer worth keeping: the next one tries again.</summary>
        public TaskCompletionSource<FirstAnswer?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The entry of that key, and whether this caller is the first and has to complete it.</summary>
    public (Entry Entry, bool IsFirst) Begin(string key, string bodyHash)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_entries.TryGetValue(key, out var known) && now < known.ExpiresAt)
            {
                return (known, false);
            }

            while (_inOrder.TryPeek(out var oldest)
                && (_inOrder.Count >= options.IdempotencyEntries || !_entries.TryGetValue(oldest, out var entry) || now >= entry.ExpiresAt))
            {
                _entries.Remove(_inOrder.Dequeue());
            }

            var fresh = new Entry(bodyHash, now + TimeSpan.FromHours(options.IdempotencyHours));
            _entries[key] = fresh;
            _inOrder.Enqueue(key);
            return (fresh, true);
        }
    }

    public void Forget(string key, Entry entry)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known) && ReferenceEquals(known, entry))
            {
                _entries.Remove(key);
            }
        }

        entry.Answer.TrySetResult(null);
    }
}

/// <summary>Gives a repeat of a change the first answer instead of doing it again; the same key with another body is refused.</summary>
internal sealed class IdempotencyFilter(FirstAnswers answers) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    private const int MaxKeyLength = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers[Header];
        if (header.Count == 0)
        {
            return await next(context);
        }

        if (header.Count != 1 || header[0] is not { Length: > 0 and <= MaxKeyLength } given || given.Any(c => c is <= ' ' or > '~'))
        {
            var faults = new InputFaults();
            faults.Add(Header, "Must be one value of 1 to 200 visible ASCII characters.");
            return DeskProblem.BadInput(faults);
        }

        var (body, problem) = await RequestBody.ReadAsync(http);
        if (problem is not null)
        {
            return problem;
        }

        var key = $"{Callers.BucketOf(http)}\n{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n{given}";
        var hash = Convert.ToHexString(SHA256.HashData(body));
        while (true)
        {
            var (entry, isFirst) = answers.Begin(key, hash);
            if (entry.BodyHash != hash)
            {
                return new DeskProblem(StatusCodes.Status422UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used with another body.");
            }

            if (isFirst)
            {
                return new RecordedAnswer(await RunAsync(key, entry, http, context, next));
            }

            if (await entry.Answer.Task.WaitAsync(http.RequestAborted) is { } answer)
            {
                http.Response.Headers[ReplayedHeader] = "true";
                return new RecordedAnswer(answer);
            }
        }
    }

    /// <summary>Runs the change and keeps what it answers, unless the desk failed: then a repeat may try again.</summary>
    private async Task<FirstAnswer> RunAsync(string key, FirstAnswers.Entry entry, HttpContext http, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var client = http.Response.Body;
        using var buffer = new MemoryStream();
        try
        {
            var result = await next(context);
            http.Response.Body = buffer;
            await ((IResult)result!).ExecuteAsync(http);
            var answer = new FirstAnswer(http.Response.StatusCode, http.Response.ContentType, buffer.ToArray());
            if (answer.Status < StatusCodes.Status500InternalServerError)
            {
                entry.Answer.SetResult(answer);
            }

            return answer;
        }
        finally
        {
            http.Response.Body = client;
            if (!entry.Answer.Task.IsCompleted)
            {
                answers.Forget(key, entry);
            }
        }
    }

    private sealed class RecordedAnswer(FirstAnswer answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = answer.Status;
            httpContext.Response.ContentType = answer.ContentType;
            httpContext.Response.ContentLength = answer.Body.Length;
            await httpContext.Response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
        }
    }
}
