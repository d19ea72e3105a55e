using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using TradingDesk.Api.Auth;
using TradingDesk.Api.Endpoints;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Api.Hosting;

/// <summary>The OpenAPI 3.1 document: what the routes cannot say by their types.</summary>
internal static class DeskOpenApi
{
    private const string SchemeName = "apiKey";

    public static void AddDeskOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "TradingDesk", Version = "v1", Description = "Reads and controls a trading desk. Errors are application/problem+json (RFC 9457)." };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [SchemeName] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key made with: keys create NAME --scopes read" },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(Timestamp))
            {
                schema.Type = JsonSchemaType.String | (type == context.JsonTypeInfo.Type ? 0 : JsonSchemaType.Null);
                schema.Format = "date-time";
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                Describe(parameter);
            }

            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ChangeMetadata>().FirstOrDefault() is { } change)
            {
                operation.Description = $"Scope: {change.Scope}. Leaves an audit record.";
                (operation.Parameters ??= []).Add(new OpenApiParameter
                {
                    Name = IdempotencyFilter.Header,
                    In = ParameterLocation.Header,
                    Description = "A repeat with the same key and body gets the first answer.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 200 },
                });
            }

            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiParameter parameter)
    {
        (parameter.Schema, parameter.Description, parameter.Example) = parameter.Name switch
        {
            "symbol" => (Text(pattern: "^[A-Z0-9]{3,20}$"), "The desk's name of an instrument.", Example("BTCUSD")),
            "timeframe" => (OneOf(TimeframeExtensions.All.Select(frame => frame.ToString())), "Length of the bars.", Example("M5")),
            "limit" => (Whole(1, RequestInput.MaxLimit), "Most rows in one answer; default 100.", JsonValue.Create(100)),
            "cursor" => (Text(), "nextCursor of the answer before.", null),
            "from" => (Instant(), "Only from this instant on.", Example("2024-08-09T12:00:00Z")),
            "to" => (Instant(), "Only before this instant.", Example("2024-08-09T13:00:00Z")),
            "hoursBack" => (new OpenApiSchema { Type = JsonSchemaType.Number, ExclusiveMinimum = "0", Maximum = "48" }, "Hours before to or now; default 1.", JsonValue.Create(1)),
            "verdict" => (OneOf(["buy", "sell", "hold", "refused"]), "Only decisions with this verdict.", Example("buy")),
            "version" => (Whole(1, int.MaxValue), "A version in the symbol's history.", JsonValue.Create(1)),
            "types" => (Text(), $"Comma-separated: {string.Join(", ", StreamTypes.All)}; default all.", Example("bar,decision")),
            "symbols" => (Text(), "Comma-separated; default all.", Example("BTCUSD,XAUUSD")),
            "lastEventId" => (Text(pattern: "^[0-9]{1,19}$"), "Resume after this id; the header Last-Event-ID wins.", Example("1200")),
            "reason" => (new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = PlainText.MaxLength }, "Why, for history and audit.", null),
            _ => (parameter.Schema, parameter.Description, parameter.Example),
        };
    }

    private static JsonNode Example(string text) => JsonValue.Create(text);

    private static OpenApiSchema Text(string? pattern = null) => new() { Type = JsonSchemaType.String, Pattern = pattern };

    private static OpenApiSchema Instant() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    private static OpenApiSchema OneOf(IEnumerable<string> values) => new() { Type = JsonSchemaType.String, Enum = [.. values.Select(Example)] };

    private static OpenApiSchema Whole(int min, int max) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = min.ToString(CultureInfo.InvariantCulture),
        Maximum = max.ToString(CultureInfo.InvariantCulture),
    };
}
