using System.Globalization;
using TradingDesk.Api.Auth;
using TradingDesk.Api.Hosting;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Pipeline;

namespace TradingDesk.Api.Endpoints;

/// <summary>The live event stream as server-sent events.</summary>
internal static class StreamApi
{
    public static void MapStreamApi(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/enhanced/stream", Open)
            .WithName("openStream").WithTags("market").WithProblem(400)
            .WithSummary("Server-sent events; id is the journal sequence, Last-Event-ID (header or lastEventId) resumes")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");

    private static IResult Open(
        string? types, string? symbols, string? lastEventId, HttpContext http, IDeskReader desk, IDeskStream stream, StreamSlots slots, DeskHttpOptions options, WallClock clock)
    {
        var input = new RequestInput();
        var wantedTypes = input.Names(types, StreamTypes.All, "types");
        var wantedSymbols = input.Symbols(symbols);

        // A browser that reconnects repeats its address and adds the header: the header is the newer one.
        var resume = http.Request.Headers["Last-Event-ID"] is { Count: > 0 } header
            ? Sequence(input, header.ToString(), "Last-Event-ID")
            : Sequence(input, lastEventId, "lastEventId");
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (wantedSymbols.Any(name => !desk.Instruments.Any(instrument => instrument.Symbol.Name == name)))
        {
            return DeskProblem.UnknownSymbol();
        }

        return slots.TryTake(Callers.BucketOf(http)) is { } slot
            ? new EventStreamResult(stream, resume, wantedTypes, wantedSymbols, slot, options, clock.Provider)
            : new DeskProblem(StatusCodes.Status429TooManyRequests, "TOO_MANY_STREAMS", "Too many event streams are open.") { RetryAfter = TimeSpan.FromSeconds(5) };
    }

    private static long? Sequence(RequestInput input, string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length <= 19 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return sequence;
        }

        input.Faults.Add(name, "Must be the id of an earlier event: a whole number.");
        return null;
    }
}

/// <summary>Counts open streams, all together and by caller.</summary>
internal sealed class StreamSlots(DeskHttpOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _byCaller = new(StringComparer.Ordinal);
    private int _total;

    /// <summary>A slot to be disposed when the stream ends; <see langword="null"/> where none is free.</summary>
    public IDisposable? TryTake(string caller)
    {
        lock (_gate)
        {
            var mine = _byCaller.GetValueOrDefault(caller);
            if (_total >= options.MaxStreams || mine >= options.MaxStreamsPerCaller)
            {
                return null;
            }

            _total++;
            _byCaller[caller] = mine + 1;
            return new Slot(this, caller);
        }
    }

    private void Free(string caller)
    {
        lock (_gate)
        {
            _total--;
            if (--_byCaller[caller] == 0)
            {
                _byCaller.Remove(caller);
            }
        }
    }

    private sealed class Slot(StreamSlots slots, string caller) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                slots.Free(caller);
            }
        }
    }
}
