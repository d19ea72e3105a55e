using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Live;

/// <summary><see cref="IDeskClient"/> over HTTP, one per circuit. Every call carries the circuit's bearer token, so no cookie and no antiforgery token travel.</summary>
public sealed class HttpDeskClient(IHttpClientFactory factory, ICircuitTokenProvider tokens, IOptions<DeskClientOptions> options) : IDeskClient
{
    /// <summary>Name of the <see cref="HttpClient"/> registration.</summary>
    public const string ClientName = "desk-api";

    private readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(options.Value.RequestTimeoutMilliseconds);

    public Task<Outcome<DeskStatus>> GetStatusAsync(CancellationToken cancellationToken) => GetAsync<DeskStatus>("status", cancellationToken);

    public Task<Outcome<HealthReport>> GetHealthAsync(CancellationToken cancellationToken) => GetAsync<HealthReport>("health", cancellationToken);

    public Task<Outcome<SchedulerView>> GetSchedulerAsync(CancellationToken cancellationToken) => GetAsync<SchedulerView>("scheduler", cancellationToken);

    public Task<Outcome<MarketStateReport>> GetMarketStateAsync(string symbol, CancellationToken cancellationToken) =>
        GetAsync<MarketStateReport>($"api/enhanced/market-state/{Escape(symbol)}", cancellationToken);

    public Task<Outcome<MultiTimeframeReport>> GetMultiTimeframeAsync(string symbol, CancellationToken cancellationToken) =>
        GetAsync<MultiTimeframeReport>($"api/enhanced/multi-timeframe/{Escape(symbol)}", cancellationToken);

    public Task<Outcome<CandleList>> GetCandlesAsync(string symbol, string timeframe, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = cursor is null ? "" : $"&cursor={Escape(cursor)}";
        var count = limit.ToString(CultureInfo.InvariantCulture);
        return GetAsync<CandleList>($"api/enhanced/candles/{Escape(symbol)}/{Escape(timeframe)}?limit={count}{page}", cancellationToken);
    }

    public Task<Outcome<StructureReport>> GetStructureAsync(string symbol, string timeframe, CancellationToken cancellationToken) =>
        GetAsync<StructureReport>($"api/enhanced/structure/{Escape(symbol)}/{Escape(timeframe)}", cancellationToken);

    public Task<Outcome<M5BridgeReport>> GetM5BridgeAsync(string symbol, int limit, CancellationToken cancellationToken) =>
        GetAsync<M5BridgeReport>(string.Create(CultureInfo.InvariantCulture, $"api/enhanced/volatility-bridge/{Escape(symbol)}?limit={limit}"), cancellationToken);

    public Task<Outcome<QualityReport>> GetQualityAsync(string symbol, int days, CancellationToken cancellationToken) =>
        GetAsync<QualityReport>(string.Create(CultureInfo.InvariantCulture, $"api/enhanced/quality/{Escape(symbol)}?days={days}"), cancellationToken);

    public Task<Outcome<DecisionList>> GetDecisionsAsync(DecisionFilter filter, CancellationToken cancellationToken) =>
        GetAsync<DecisionList>("decision-traces" + filter.ToQuery(), cancellationToken);

    public Task<Outcome<DecisionTraceView>> GetDecisionAsync(string traceId, CancellationToken cancellationToken) =>
        GetAsync<DecisionTraceView>($"decision-traces/{Escape(traceId)}", cancellationToken);

    public Task<Outcome<FillList>> GetFillsAsync(string? symbol, int limit, CancellationToken cancellationToken)
    {
        var only = symbol is null ? "" : $"&symbol={Escape(symbol)}";
        return GetAsync<FillList>($"fills?limit={limit.ToString(CultureInfo.InvariantCulture)}{only}", cancellationToken);
    }

    public Task<Outcome<ShadowModeView>> GetShadowModeAsync(CancellationToken cancellationToken) => GetAsync<ShadowModeView>("shadow-mode", cancellationToken);

    public Task<Outcome<ShadowModeView>> SetShadowModeAsync(ShadowModeRequest request, CancellationToken cancellationToken) =>
        PostAsync<ShadowModeView>("shadow-mode", request, cancellationToken);

    public Task<Outcome<KillSwitchView>> GetKillSwitchAsync(CancellationToken cancellationToken) => GetAsync<KillSwitchView>("kill-switch", cancellationToken);

    public Task<Outcome<KillSwitchView>> ResetKillSwitchAsync(KillSwitchResetRequest request, CancellationToken cancellationToken) =>
        PostAsync<KillSwitchView>("kill-switch/reset", request, cancellationToken);

    public Task<Outcome<ConfigOverview>> GetConfigsAsync(CancellationToken cancellationToken) => GetAsync<ConfigOverview>("config", cancellationToken);

    public Task<Outcome<ConfigHistory>> GetConfigHistoryAsync(string symbol, CancellationToken cancellationToken) =>
        GetAsync<ConfigHistory>($"config/{Escape(symbol)}/history", cancellationToken);

    public Task<Outcome<Stream>> OpenStreamAsync(string? lastEventId, CancellationToken cancellationToken) => GuardAsync<Stream>(
        async token =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "api/enhanced/stream");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            if (lastEventId is not null)
            {
                request.Headers.Add("Last-Event-ID", lastEventId);
            }

            var response = await SendAsync(request, token);
            if (response.IsSuccessStatusCode)
            {
                return await response.Content.ReadAsStreamAsync(cancellationToken);
            }

            using (response)
            {
                return await Problem.ReadAsync(response, token);
            }
        },
        cancellationToken);

    private Task<Outcome<T>> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        GuardAsync(token => ReadAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), token), cancellationToken);

    private Task<Outcome<T>> PostAsync<T>(string path, object body, CancellationToken cancellationToken) => GuardAsync(
        token =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: DeskJson.Options) };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
            return ReadAsync<T>(request, token);
        },
        cancellationToken);

    private async Task<Outcome<T>> ReadAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return await Problem.ReadAsync(response, cancellationToken);
        }

        var value = await response.Content.ReadFromJsonAsync<T>(DeskJson.Options, cancellationToken);
        return value is null ? new Fault("EMPTY_ANSWER", "The desk's answer was empty.") : value;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            if (await tokens.GetTokenAsync(cancellationToken) is { } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            var http = factory.CreateClient(ClientName);
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
    }

    /// <summary>Turns everything that a network can do into a fault.</summary>
    private async Task<Outcome<T>> GuardAsync<T>(Func<CancellationToken, Task<Outcome<T>>> call, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Fault("CANCELLED", "The request was given up.");
        }
        catch (OperationCanceledException)
        {
            return new Fault("TIMEOUT", string.Create(CultureInfo.InvariantCulture, $"The desk did not answer within {_timeout.TotalSeconds:0.#} s."));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new Fault("UNREACHABLE", "The desk's API cannot be reached.");
        }
        catch (JsonException)
        {
            return new Fault("UNREADABLE", "The desk's answer could not be read.");
        }
    }

    private static string Escape(string part) => Uri.EscapeDataString(part);
}
