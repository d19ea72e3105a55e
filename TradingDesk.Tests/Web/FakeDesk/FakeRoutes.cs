using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Web.FakeDesk;

/// <summary>The contract's routes that the dashboard uses, over <see cref="FakeMarket"/>.</summary>
internal static class FakeRoutes
{
    public static void Map(IEndpointRouteBuilder api, FakeMarket market)
    {
        api.MapGet("/status", () => Json(market.Read(Status)));
        api.MapGet("/health", () => Json(market.Read(Health)));
        api.MapGet("/scheduler", () => Json(market.Read(desk => new SchedulerView("running",
            [new JobView("h1Close", "Posts the close of H1", null, desk.Now + TimeSpan.FromMinutes(20), desk.Now - TimeSpan.FromMinutes(40), 1.2, "ok"), new JobView("retention", "Deletes what is past its time", null, desk.Now + TimeSpan.FromHours(2), null, null, "never ran")]))));
        api.MapGet("/shadow-mode", () => Json(market.Shadow));
        api.MapPost("/shadow-mode", (ShadowModeRequest request, HttpContext http) => Json(market.SetShadow(request, http.User.Identity!.Name!)));
        api.MapGet("/kill-switch", () => Json(market.Kill));
        api.MapPost("/kill-switch/reset", (KillSwitchResetRequest request, HttpContext http) => Json(market.SetKill("NORMAL", request.Reason!, http.User.Identity!.Name!)));
        api.MapGet("/config", () => Json(market.Read(desk => new ConfigOverview([.. desk.Symbols.Select(symbol => Config(desk, symbol))]))));
        api.MapGet("/config/{symbol}/history", (string symbol) => Json(market.Read(desk => History(desk, symbol))));
        api.MapGet("/decision-traces", (HttpRequest request) => Json(market.Read(desk => List(desk, request.Query))));
        api.MapGet("/decision-traces/{id}", (string id) => market.Read(desk => desk.Traces.Find(trace => trace.TraceId == id)) is { } trace ? Json(trace) : Results.Problem("There is no such trace.", statusCode: 404));
        api.MapGet("/fills", (int limit, string? symbol) => Json(market.Read(desk => new FillList([.. desk.Fills.Where(fill => symbol is null || fill.Symbol == symbol).OrderByDescending(fill => fill.At).Take(limit)]))));
        api.MapGet("/api/enhanced/market-state/{symbol}", (string symbol) => Json(market.Read(desk => State(desk, desk.Find(symbol)!))));
        api.MapGet("/api/enhanced/structure/{symbol}/{timeframe}", (string symbol, Timeframe timeframe) => Json(market.Read(desk => FakeStructure.Build(desk.Find(symbol)!, timeframe))));
        api.MapGet("/api/enhanced/candles/{symbol}/{timeframe}", (string symbol, Timeframe timeframe, int limit, string? cursor) => Json(market.Read(desk => Candles(desk.Find(symbol)!, timeframe, limit, cursor))));
        api.MapGet("/api/enhanced/volatility-bridge/{symbol}", (string symbol) => Json(market.Read(desk => Bridge(desk, desk.Find(symbol)!))));
        api.MapGet("/api/enhanced/quality/{symbol}", (string symbol) => Json(market.Read(desk => QualityOf(desk, desk.Find(symbol)!))));
        api.MapGet("/api/enhanced/stream", (HttpContext http) => StreamAsync(http, market));
    }

    private static IResult Json<T>(T value) => Results.Json(value, DeskJson.Options);

    private static async Task StreamAsync(HttpContext http, FakeMarket market)
    {
        var after = long.TryParse(http.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var channel = market.Listen(after);
        http.Response.ContentType = "text/event-stream";
        try
        {
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await foreach (var item in channel.Reader.ReadAllAsync(http.RequestAborted))
            {
                var head = item.Sequence is { } sequence ? $"id: {sequence}\n" : "";
                await http.Response.WriteAsync($"{head}event: {item.Type}\ndata: {item.Data.GetRawText()}\n\n", http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader left.
        }
        finally
        {
            market.Leave(channel);
        }
    }

    private static DeskStatus Status(FakeMarket desk) => new(
        "simulated", FakeMarket.Speed, "paper", desk.Shadow, desk.Kill, new AccountView(10_214.50m, 10_172.30m, -112.4m, -0.011, 0.03, 1, "USD"), desk.Now, "healthy",
        [.. desk.Symbols.Select(symbol => new SymbolStatus(symbol.Name, symbol.Decimals, Enabled: true))]);

    private static HealthReport Health(FakeMarket desk) => new(
        "degraded", "simulated", "paper", "0.1.0+fake", desk.StartedAt, desk.Now, FakeMarket.Speed, "3.40.1",
        [
            new("feeds.binance", "healthy", desk.StartedAt, "2 sockets, 6 streams"), new("feeds.mt5", "degraded", desk.Now, "XAUUSD lags 3 s behind"),
            new("pipeline", "healthy", desk.StartedAt, "3 symbols on 2 workers"), new("storage", "healthy", desk.StartedAt, "WAL 1.2 MB"), new("scheduler", "healthy", desk.StartedAt, "4 jobs"),
        ],
        [new("tickIngestion", 182_332, 0.004, 0.011, 0.031, 1.9), new("barAggregation", 182_332, 0.0003, 0.0006, 0.002, 0.4), new("decision", 1_204, 0.11, 0.19, 0.33, 2.2), new("dbWrite", 3_211, 1.2, 3.4, 8.1, 31)],
        [.. desk.Symbols.Select(symbol => new SymbolHealth(symbol.Name, 61_233, desk.Now, symbol.Name == "XAUUSD" ? "lagging" : "live", new Dictionary<string, long> { ["M1"] = 402, ["M5"] = 80, ["M15"] = 26, ["H1"] = 6 }, 10_400, Quality(symbol)))],
        new Dictionary<string, long> { ["duplicate"] = 12, ["outOfOrder"] = 2, ["crossed"] = 0, ["stale"] = 4 }, [new("dbWriter", 3, 8_192, 0), new("stream", 41, 512, 2)], new Dictionary<string, int> { ["http"] = 5_080 });

    private static MarketStateReport State(FakeMarket desk, FakeSymbol symbol)
    {
        var last = desk.Traces.FindLast(trace => trace.Symbol == symbol.Name)!;
        var trends = TimeframeExtensions.Decision.Select((timeframe, index) => new TimeframeTrend(timeframe.ToString(), ((index + symbol.Decimals) % 3) switch { 0 => "bullish", 1 => "bearish", _ => "ranging" }, desk.Now, 300));
        var entry = (decimal)Math.Round(symbol.Minutes[^30].Close, symbol.Decimals);
        PositionView[] positions = symbol.Name == "BTCUSD" ? [new PositionView("P-1", symbol.Name, "buy", 0.1m, entry, entry - 446, entry + 1338, symbol.Minutes[^30].CloseTime, ((decimal)symbol.Price - entry) * 0.1m, ((decimal)symbol.Price - entry) / 446)] : [];
        return new MarketStateReport(symbol.Name, new MarketState(
            "ready", [], desk.Venues(symbol), symbol.SecondVenue ? new OffsetView(-symbol.Spread * 3.2, symbol.Spread, 12, "accepted") : new OffsetView(null, null, null, "oneVenue"),
            1.4, "London", "normal", 0.44, [.. trends], [], [], symbol.Name == "GBPJPY" ? "NFP in 2 h 10 m" : "none", 0.2,
            new LastDecision(last.TraceId, last.BarCloseTime, last.Verdict, last.Reason, last.Shadow), positions, [.. symbol.Minutes.TakeLast(60).Select(candle => candle.Close)], Quality(symbol)), desk.Now);
    }

    private static DataQualityView Quality(FakeSymbol symbol) => symbol.Name == "XAUUSD"
        ? new DataQualityView("degraded", 0.84, 0.6, "4 % of the messages were stale", null)
        : new DataQualityView("good", 1, 0.6, "nothing is wrong", null);

    private static M5BridgeReport Bridge(FakeMarket desk, FakeSymbol symbol)
    {
        string[] sources = symbol.SecondVenue ? ["primary", "secondary"] : ["primary"];
        var candles = symbol.Candles(Timeframe.M5).Where(candle => candle.CloseTime <= desk.Now).TakeLast(12).Select((candle, index) => new M5CandleView(
            candle.OpenTime, candle.CloseTime, candle.Open, candle.High, candle.Low, candle.Close, candle.Volume, symbol.Spread * 4, candle.Close, index < 8 ? "NORMAL" : "EXPANDING",
            candle.Close > candle.Open ? "bullish" : candle.Close < candle.Open ? "bearish" : "neutral", sources, index == 5 ? 1 : 0, index == 9 ? 2 : 1));
        return new M5BridgeReport(symbol.Name, "ready", [], symbol.SecondVenue ? "binance" : "mt5", 0.18, [.. candles], null);
    }

    private static QualityReport QualityOf(FakeMarket desk, FakeSymbol symbol) => new(symbol.Name, Quality(symbol),
    [
        new QualityDayView("2026-11-20", symbol.Name == "XAUUSD" ? 0.97 : 1, symbol.Name == "XAUUSD" ? 0.71 : 1, symbol.Name == "XAUUSD" ? "0.6 % of the messages were stale" : "nothing is wrong", 182_000, 50_400, 320, 0,
            new Dictionary<string, long> { ["gap"] = 0, ["crossed"] = 3, ["stale"] = 1_100 }),
    ]);

    private static CandleList Candles(FakeSymbol symbol, Timeframe timeframe, int limit, string? cursor)
    {
        var candles = symbol.Candles(timeframe).ToList();
        var before = long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? candles.Where(candle => candle.OpenTime.UnixSeconds < at).ToList() : candles;
        var page = before.TakeLast(limit).ToList();
        return new CandleList(symbol.Name, timeframe.ToString(), page, before.Count > page.Count ? page[0].OpenTime.UnixSeconds.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static DecisionList List(FakeMarket desk, IQueryCollection query)
    {
        var limit = int.Parse(query["limit"]!, CultureInfo.InvariantCulture);
        string? symbol = query["symbol"], verdict = query["verdict"], cursor = query["cursor"];
        var from = Timestamp.TryParse(query["from"], out var first) ? first : Timestamp.Epoch;
        var to = Timestamp.TryParse(query["to"], out var last) ? last : Timestamp.MaxValue;
        var skip = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        var all = desk.Traces.Where(trace => (symbol is null || trace.Symbol == symbol) && (verdict is null || trace.Verdict == verdict) && trace.BarCloseTime >= from && trace.BarCloseTime < to)
            .OrderByDescending(trace => trace.BarCloseTime).Skip(skip).Take(limit + 1).Select(FakeDecisions.Summary).ToList();
        return new DecisionList([.. all.Take(limit)], all.Count > limit ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null);
    }

    private static ConfigView Config(FakeMarket desk, FakeSymbol symbol) => new(symbol.Name, 3, desk.StartedAt, "admin", "Wider spread limit for the open", JsonSerializer.SerializeToElement(new
    {
        symbol = symbol.Name,
        enabled = true,
        vwap = new { sigmaWindowMinutes = 60, priceDecimals = symbol.Decimals },
        atr = new { m1Period = 14, ratioMultiplier = 1.5 },
        spreadFilter = new { normalPips = 2.0, highPips = 10.0 },
        risk = new { maxLots = 0.1, maxDrawdownFraction = 0.05, riskPerTradeFraction = 0.005 },
    }));

    private static ConfigHistory History(FakeMarket desk, string symbol) => new(symbol,
    [
        new ConfigVersion(1, desk.StartedAt - TimeSpan.FromDays(3), "desk", "First start", []),
        new ConfigVersion(2, desk.StartedAt - TimeSpan.FromDays(1), "admin", "Smaller risk", [new ConfigChange("risk.riskPerTradeFraction", Element(0.01), Element(0.005))]),
        new ConfigVersion(3, desk.StartedAt, "admin", "Wider spread limit for the open", [new ConfigChange("spreadFilter.normalPips", Element(1.5), Element(2.0)), new ConfigChange("spreadFilter.highPips", Element(8.0), Element(10.0))]),
    ]);

    private static JsonElement Element(double value) => JsonSerializer.SerializeToElement(value);
}
