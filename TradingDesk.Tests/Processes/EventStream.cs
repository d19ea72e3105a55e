using System.Globalization;
using System.Net.Http.Headers;

namespace TradingDesk.Tests.Processes;

/// <summary>One server-sent event, as it was received whole.</summary>
/// <param name="Sequence">The journal sequence; <see langword="null"/> where the event has none.</param>
internal sealed record StreamEvent(long? Sequence, string Type, string Data);

/// <summary>A plain client of <c>/api/enhanced/stream</c>: all journal events from an id on.</summary>
internal static class EventStream
{
    /// <summary>Everything but the throttled ticks, which have no id.</summary>
    private const string Path = "/api/enhanced/stream?types=bar,structure,decision,order,fill,risk,config,health,offset";

    /// <summary>Reads until <paramref name="take"/> says false, the connection breaks, or cancelled. An event that was cut short is not handed over.</summary>
    /// <param name="after">Resumes behind this id; <see langword="null"/> for what comes from now on.</param>
    public static async Task ReadAsync(HttpClient client, long? after, Func<StreamEvent, bool> take, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (after is { } id)
        {
            request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        }

        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            await ReadAsync(reader, take, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            return; // the desk was killed, or the caller has had enough: what came before was received
        }
    }

    private static async Task ReadAsync(StreamReader reader, Func<StreamEvent, bool> take, CancellationToken cancellationToken)
    {
        long? sequence = null;
        var type = "";
        var data = "";
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                if (data.Length > 0 && !take(new StreamEvent(sequence, type, data)))
                {
                    return;
                }

                (sequence, type, data) = (null, "", "");
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                sequence = long.Parse(line.AsSpan(4), CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                type = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data = line[6..];
            }
        }
    }
}
