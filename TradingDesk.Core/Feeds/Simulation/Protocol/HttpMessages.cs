using System.Globalization;
using System.Text;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>A request of the small HTTP/1.1 that the simulator speaks.</summary>
internal sealed record HttpRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    public bool IsUpgrade => string.Equals(Header("upgrade"), "websocket", StringComparison.OrdinalIgnoreCase);

    public bool KeepsAlive => !string.Equals(Header("connection"), "close", StringComparison.OrdinalIgnoreCase);
}

/// <summary>An answer with a JSON body.</summary>
internal sealed record HttpResponse(int Status, ReadOnlyMemory<byte> Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static HttpResponse Json(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));

    public static HttpResponse Error(int status, int code, string message) =>
        Json(status, string.Create(CultureInfo.InvariantCulture, $"{{\"code\":{code},\"msg\":\"{message}\"}}"));

    public byte[] Head(bool keepsAlive)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} {Reason(Status)}\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: {Body.Length}\r\n");
        foreach (var (name, value) in Headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        text.Append(keepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        418 => "I'm a teapot",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Status",
    };
}
