using System.Globalization;
using System.Text;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>Reads requests from one connection. Head and body are bounded; anything odd is answered with an error and ends the connection.</summary>
internal sealed class HttpRequestReader(Stream stream)
{
    public const int MaxHeadBytes = 16_384;
    public const int MaxBodyBytes = 4_096;

    private readonly byte[] _buffer = new byte[MaxHeadBytes + MaxBodyBytes];
    private int _filled;

    /// <summary>The next request; <see langword="null"/> request where the client went away; an error answer where it cannot be understood.</summary>
    public async Task<(HttpRequest? Request, HttpResponse? Error)> ReadAsync(CancellationToken cancellationToken)
    {
        int headEnd;
        while ((headEnd = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (_filled >= MaxHeadBytes)
            {
                return (null, HttpResponse.Error(431, -1104, "Head too large."));
            }

            if (!await FillAsync(cancellationToken))
            {
                return (null, null);
            }
        }

        var head = Encoding.Latin1.GetString(_buffer, 0, headEnd).Split("\r\n");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in head.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        var bodyLength = 0;
        if (headers.TryGetValue("content-length", out var length)
            && (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out bodyLength) || bodyLength > MaxBodyBytes))
        {
            return (null, HttpResponse.Error(400, -1104, "Body too large."));
        }

        var end = headEnd + 4 + bodyLength;
        while (_filled < end)
        {
            if (!await FillAsync(cancellationToken))
            {
                return (null, null);
            }
        }

        var body = _buffer.AsSpan(headEnd + 4, bodyLength).ToArray();
        _buffer.AsSpan(end, _filled - end).CopyTo(_buffer);
        _filled -= end;
        return Parse(head[0], headers, body);
    }

    private static (HttpRequest? Request, HttpResponse? Error) Parse(string requestLine, Dictionary<string, string> headers, byte[] body)
    {
        var parts = requestLine.Split(' ');
        if (parts.Length != 3 || !parts[1].StartsWith('/') || !parts[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            return (null, HttpResponse.Error(400, -1100, "Not an HTTP/1.1 request."));
        }

        var target = parts[1];
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        if (question >= 0)
        {
            foreach (var pair in target[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = pair.IndexOf('=', StringComparison.Ordinal);
                var name = equals < 0 ? pair : pair[..equals];
                query[Uri.UnescapeDataString(name)] = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..].Replace('+', ' '));
            }
        }

        var path = Uri.UnescapeDataString(question < 0 ? target : target[..question]);
        return (new HttpRequest(parts[0], path, query, headers, body), null);
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var read = await stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
        _filled += read;
        return read > 0;
    }
}
