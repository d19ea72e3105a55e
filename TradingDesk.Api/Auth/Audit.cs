using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Auth;

/// <summary>Marks an endpoint that changes something: it needs more than reading and leaves an audit record.</summary>
public sealed record ChangeMetadata(string Scope);

/// <summary>What a change was about, told by its endpoint.</summary>
internal sealed class AuditNote
{
    private static readonly object Key = new();

    public string? Target { get; set; }

    /// <summary>State before, as it goes into the record; never a secret.</summary>
    public object? Before { get; set; }

    public object? After { get; set; }

    public static AuditNote Of(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var found) && found is AuditNote note)
        {
            return note;
        }

        var fresh = new AuditNote();
        context.Items[Key] = fresh;
        return fresh;
    }
}

/// <summary>Writes the audit record of a change, refused ones included, before the client learns the outcome.</summary>
internal sealed class AuditFilter(IAuditLog audit) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var result = await next(context);
        var note = AuditNote.Of(http);
        var answer = result is INestedHttpResult nested ? nested.Result : result as IResult;
        var after = answer is DeskProblem problem ? new { refused = problem.StatusCode, code = problem.Code } : note.After;
        await WriteAsync(audit, http, note, after);
        return result;
    }

    public static async Task WriteAsync(IAuditLog audit, HttpContext http, AuditNote note, object? after)
    {
        var record = new AuditRecord(Callers.NameOf(http), WhatOf(http), note.Target, Json(note.Before), Json(after), Callers.AddressOf(http));

        // Not the request's token: a client that hangs up must not keep its deed out of the log.
        await audit.WriteAsync(record, CancellationToken.None);
    }

    private static string WhatOf(HttpContext http) => $"{http.Request.Method} {(http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/')}";

    private static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), DeskJson.Options);
}

/// <summary>Records who was refused a change for lack of scope.</summary>
internal sealed class AuditingAuthorizationHandler(IAuditLog audit) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _inner = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden && context.GetEndpoint()?.Metadata.GetMetadata<ChangeMetadata>() is not null)
        {
            await AuditFilter.WriteAsync(audit, context, new AuditNote(), new { refused = StatusCodes.Status403Forbidden, code = "FORBIDDEN" });
        }

        await _inner.HandleAsync(next, context, policy, authorizeResult);
    }
}

/// <summary>A browser session may change something only from the desk's own pages: the antiforgery token has to come along. Keys need none.</summary>
internal sealed class CookieAntiforgeryFilter(Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Callers.UsesCookie(context.HttpContext) && !await antiforgery.IsRequestValidAsync(context.HttpContext)
            ? new DeskProblem(StatusCodes.Status400BadRequest, "ANTIFORGERY", "A session needs the antiforgery token of the desk's own pages for this.")
            : await next(context);
}
