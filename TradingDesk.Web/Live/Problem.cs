using System.Net;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Live;

/// <summary>Reads <c>application/problem+json</c> (RFC 9457) into a <see cref="Fault"/> that a person can read.</summary>
internal static class Problem
{
    private const int MaxLength = 64 * 1024;

    private sealed record Body(string? Type, string? Title, int? Status, string? Detail, string? TraceId, Dictionary<string, string[]>? Errors);

    public static async Task<Fault> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = Code(response.StatusCode);
        if (response.Content.Headers.ContentType?.MediaType is not "application/problem+json" || response.Content.Headers.ContentLength > MaxLength)
        {
            return new Fault(code, Sentence(response.StatusCode));
        }

        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
            var body = await JsonSerializer.DeserializeAsync<Body>(content, DeskJson.Options, cancellationToken);
            var first = body?.Errors?.FirstOrDefault(entry => entry.Value.Length > 0);
            return new Fault(code, Describe(body, response.StatusCode)) { Field = first is { Key: { Length: > 0 } field } ? field : null };
        }
        catch (JsonException)
        {
            return new Fault(code, Sentence(response.StatusCode));
        }
    }

    private static string Describe(Body? body, HttpStatusCode status)
    {
        if (body?.Errors is { Count: > 0 } errors)
        {
            return string.Join(" ", errors.SelectMany(entry => entry.Value.Select(text => $"{entry.Key}: {text}")));
        }

        return body?.Detail ?? body?.Title ?? Sentence(status);
    }

    private static string Code(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => "BAD_REQUEST",
        HttpStatusCode.Unauthorized => "UNAUTHORIZED",
        HttpStatusCode.Forbidden => "FORBIDDEN",
        HttpStatusCode.NotFound => "NOT_FOUND",
        HttpStatusCode.Conflict => "CONFLICT",
        HttpStatusCode.TooManyRequests => "TOO_MANY_REQUESTS",
        _ => $"HTTP_{(int)status}",
    };

    private static string Sentence(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "You are not signed in any more.",
        HttpStatusCode.Forbidden => "Your role does not allow this.",
        HttpStatusCode.NotFound => "The desk does not have this.",
        HttpStatusCode.TooManyRequests => "Too many requests; try again in a moment.",
        _ => $"The desk answered {(int)status}.",
    };
}
