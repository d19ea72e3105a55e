using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using TradingDesk.Api.Hosting;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Pipeline;

namespace TradingDesk.Api.Endpoints;

/// <summary>
/// Writes one subscription to one client until either leaves. The only buffers are the subscription's (bounded by the desk) and the connection's (bounded by Kestrel): a
/// client that does not take what it was sent within the time allowed is cut off, and resumes by its last id.
/// </summary>
internal sealed class EventStreamResult(
    IDeskStream stream,
    long? afterSequence,
    IReadOnlySet<string> types,
    IReadOnlySet<string> symbols,
    IDisposable slot,
    DeskHttpOptions options,
    TimeProvider clock) : IResult
{
    /// <summary>Event that tells a resuming client that the journal no longer holds everything since its id.</summary>
    private const string GapEvent = "gap";

    private static readonly byte[] Heartbeat = ": heartbeat\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var held = slot;
        using var subscription = stream.Subscribe(afterSequence, types, symbols);
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var gone = httpContext.RequestAborted;

        Write(response, "retry: 2000\n\n"u8);
        if (subscription.MissedSome)
        {
            Write(response, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event: {GapEvent}\ndata: {{\"afterSequence\":{afterSequence}}}\n\n")));
        }

        try
        {
            await FlushAsync(httpContext);
            while (await NextAsync(subscription.Items, gone) is { } more)
            {
                if (!more)
                {
                    Write(response, Heartbeat);
                }

                while (more && subscription.Items.TryRead(out var item))
                {
                    Write(response, item);
                    if (response.BodyWriter.UnflushedBytes > options.MaxBodyBytes)
                    {
                        await FlushAsync(httpContext);
                    }
                }

                await FlushAsync(httpContext);
            }
        }
        catch (ChannelClosedException)
        {
            // The desk cut a client that did not keep up: it comes back with its last id.
        }
        catch (OperationCanceledException)
        {
            // The client left, or took too long and was cut.
        }
    }

    /// <summary>True when there is something to send, false when it is time for a heartbeat, null at the end.</summary>
    private async Task<bool?> NextAsync(ChannelReader<StreamItem> items, CancellationToken gone)
    {
        using var pause = new CancellationTokenSource(TimeSpan.FromSeconds(options.StreamHeartbeatSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, pause.Token);
        try
        {
            return await items.WaitToReadAsync(either.Token) ? true : null;
        }
        catch (OperationCanceledException) when (pause.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task FlushAsync(HttpContext context)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.StreamWriteTimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, limit.Token);
        try
        {
            await context.Response.BodyWriter.FlushAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
            throw;
        }
    }

    private static void Write(HttpResponse response, StreamItem item)
    {
        var head = new StringBuilder();
        if (item.Sequence is { } sequence)
        {
            head.Append("id: ").Append(sequence.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        head.Append("event: ").Append(item.Type).Append("\ndata: ");
        Write(response, Encoding.UTF8.GetBytes(head.ToString()));

        // The serializer writes no line break, so that one data line holds it all.
        Write(response, JsonSerializer.SerializeToUtf8Bytes(item.Data, DeskJson.Options));
        Write(response, "\n\n"u8);
    }

    private static void Write(HttpResponse response, ReadOnlySpan<byte> bytes)
    {
        var writer = response.BodyWriter;
        bytes.CopyTo(writer.GetSpan(bytes.Length));
        writer.Advance(bytes.Length);
    }
}
