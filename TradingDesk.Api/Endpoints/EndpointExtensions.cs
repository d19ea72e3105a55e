using TradingDesk.Api.Auth;
using TradingDesk.Api.Problems;

namespace TradingDesk.Api.Endpoints;

internal static class EndpointExtensions
{
    /// <summary>For endpoints that change something: scope, antiforgery for sessions, idempotency and audit.</summary>
    public static RouteHandlerBuilder AsChange(this RouteHandlerBuilder builder, string scope) => builder
        .RequireAuthorization(DeskAuth.PolicyOf(scope))
        .WithMetadata(new ChangeMetadata(scope))
        .AddEndpointFilter<CookieAntiforgeryFilter>()
        .AddEndpointFilter<IdempotencyFilter>()
        .AddEndpointFilter<AuditFilter>()
        .WithProblem(StatusCodes.Status403Forbidden)
        .WithProblem(StatusCodes.Status409Conflict)
        .WithProblem(StatusCodes.Status413PayloadTooLarge)
        .WithProblem(StatusCodes.Status415UnsupportedMediaType)
        .WithProblem(StatusCodes.Status422UnprocessableEntity);

    public static TBuilder WithProblem<TBuilder>(this TBuilder builder, int status)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), ["application/problem+json"]));
}
