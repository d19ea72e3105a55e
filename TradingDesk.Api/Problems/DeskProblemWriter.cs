using Microsoft.AspNetCore.Diagnostics;

namespace TradingDesk.Api.Problems;

/// <summary>Gives errors that the framework makes the desk's form, whatever the client says it accepts.</summary>
internal sealed class DeskProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context) =>
        await DeskProblem.ForStatus(context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext);
}

/// <summary>Turns what endpoints throw into problems. Only bugs and malformed HTTP get here.</summary>
internal sealed class DeskExceptionHandler(ILogger<DeskExceptionHandler> logger) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                await DeskProblem.ForStatus(bad.StatusCode).ExecuteAsync(httpContext);
                return true;
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
                httpContext.Response.StatusCode = ClientClosedRequest;
                return true;
            default:
                logger.LogError(exception, "Request {Method} {Route} failed", httpContext.Request.Method, (httpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
                await DeskProblem.ForStatus(StatusCodes.Status500InternalServerError).ExecuteAsync(httpContext);
                return true;
        }
    }
}
