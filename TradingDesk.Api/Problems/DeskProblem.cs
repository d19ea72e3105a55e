using System.Diagnostics;
using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Api.Problems;

/// <summary>The one way in which an error leaves the process.</summary>
public sealed class DeskProblem : IResult, IStatusCodeHttpResult
{
    private readonly string _code;
    private readonly string _detail;

    public DeskProblem(int status, string code, string detail)
    {
        StatusCode = status;
        _code = code;
        _detail = detail;
    }

    public int StatusCode { get; }

    int? IStatusCodeHttpResult.StatusCode => StatusCode;

    public string Code => _code;

    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Sent as <c>Retry-After</c>, in whole seconds, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static DeskProblem BadInput(InputFaults faults) =>
        new(StatusCodes.Status400BadRequest, "BAD_INPUT", "The request has faults; each is named in errors.") { Errors = faults.ToErrors() };

    public static DeskProblem UnknownSymbol() => new(StatusCodes.Status404NotFound, "UNKNOWN_SYMBOL", "The desk has no such symbol.");

    /// <summary>An expected failure of the desk: 404 for something unknown, 409 for a conflict with the present state, 400 for the rest.</summary>
    public static DeskProblem From(Fault fault)
    {
        var status = fault.Code switch
        {
            "UNKNOWN_SYMBOL" or "UNKNOWN_VERSION" or "NOT_FOUND" => StatusCodes.Status404NotFound,
            "NOT_MONOTONE" or "VERSION_CONFLICT" or "CONFLICT" or "NO_CHANGE" => StatusCodes.Status409Conflict,
            "NOT_READY" or "STORAGE_UNAVAILABLE" or "DESK_STOPPING" => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        };
        var errors = status == StatusCodes.Status400BadRequest || fault.Field is not null ? ErrorsOf(fault) : null;
        return new DeskProblem(status, fault.Code, fault.Message) { Errors = errors };
    }

    private static Dictionary<string, string[]> ErrorsOf(Fault fault) => (fault.Causes.Count > 0 ? fault.Causes : [fault])
        .GroupBy(cause => cause.Field ?? "$", cause => cause.Message, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>For a bare status code that some other part of the server set.</summary>
    public static DeskProblem ForStatus(int status) => status switch
    {
        400 => new(status, "BAD_REQUEST", "The request is not valid HTTP for this route."),
        401 => new(status, "UNAUTHENTICATED", "A valid API key (Authorization: Bearer) or a signed-in session is needed."),
        403 => new(status, "FORBIDDEN", "The caller's scopes do not allow this."),
        404 => new(status, "NOT_FOUND", "There is nothing at this address."),
        405 => new(status, "METHOD_NOT_ALLOWED", "This address does not answer that method."),
        408 => new(status, "TIMEOUT", "The request took too long to arrive."),
        413 => new(status, "TOO_LARGE", "The request body is larger than allowed."),
        415 => new(status, "UNSUPPORTED_MEDIA_TYPE", "The content type of the body is not one that this route takes."),
        429 => new(status, "TOO_MANY_REQUESTS", "Too many requests; wait as long as Retry-After says."),
        503 => new(status, "UNAVAILABLE", "The desk cannot answer this now."),
        >= 500 => new(status, "INTERNAL", "The desk failed to answer; the trace id finds the reason in its log."),
        _ => new(status, "REFUSED", "The request was refused."),
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCode;
        response.ContentType = MediaTypeNames.Application.ProblemJson;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var document = new ProblemDocument(
            Type: "urn:tradingdesk:problem:" + _code.ToLowerInvariant().Replace('_', '-'),
            Title: ReasonPhrases.GetReasonPhrase(StatusCode) is { Length: > 0 } title ? title : "Error",
            Status: StatusCode,
            Detail: _detail,
            TraceId: Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier,
            Code: _code,
            Errors: Errors);
        return HttpMethods.IsHead(httpContext.Request.Method)
            ? Task.CompletedTask
            : response.WriteAsJsonAsync(document, DeskJson.Options, MediaTypeNames.Application.ProblemJson, httpContext.RequestAborted);
    }
}
