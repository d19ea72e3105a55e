using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>
/// <c>POST /sim/faults</c> with one JSON object sets faults, <c>GET /sim/faults</c> counts those committed. Only for programs on this machine: a request
/// from a web page (it has an Origin, or a Host that is not this machine) is refused.
/// </summary>
internal static class FaultRoute
{
    public const string Path = "/sim/faults";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static HttpResponse Answer(HttpRequest request, SimulatorFaults faults)
    {
        var host = request.Header("host") ?? "";
        if (request.Header("origin") is not null || !(host.StartsWith("127.0.0.1", StringComparison.Ordinal) || host.StartsWith("localhost", StringComparison.Ordinal)))
        {
            return HttpResponse.Error(403, -1000, "Only for programs on this machine.");
        }

        if (request.Method == "GET")
        {
            return Counts(faults);
        }

        if (request.Method != "POST")
        {
            return HttpResponse.Error(405, -1000, "GET or POST.");
        }

        try
        {
            var command = JsonSerializer.Deserialize<FaultCommand>(request.Body, Strict);
            if (command is null || command.Problem() is not null)
            {
                return HttpResponse.Error(400, -1130, command?.Problem() ?? "An object is expected.");
            }

            command.ApplyTo(faults);
            return Counts(faults);
        }
        catch (JsonException)
        {
            return HttpResponse.Error(400, -1100, "Not the JSON that is expected here.");
        }
    }

    private static HttpResponse Counts(SimulatorFaults faults)
    {
        var text = new StringBuilder("{");
        foreach (var fault in Enum.GetValues<SimulatorFault>())
        {
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 1 ? "," : "")}\"{char.ToLowerInvariant(fault.ToString()[0])}{fault.ToString()[1..]}\":{faults[fault]}");
        }

        return HttpResponse.Json(200, text.Append('}').ToString());
    }
}

/// <summary>What can be asked of <see cref="FaultRoute"/>. Seconds are simulated; what is left out of the lasting faults is switched off.</summary>
internal sealed record FaultCommand
{
    private const double LongestSeconds = 86_400;

    public bool Clear { get; init; }

    public bool DisconnectNow { get; init; }

    public double? DisconnectEverySeconds { get; init; }

    public double GapSeconds { get; init; }

    public double DuplicateFraction { get; init; }

    public double LateFraction { get; init; }

    public double LateSeconds { get; init; } = 5;

    public double ShuffleFraction { get; init; }

    public double ShuffleWindowSeconds { get; init; } = 2;

    public int CrossedQuotes { get; init; }

    public int PriceSpikes { get; init; }

    public double SpikeFactor { get; init; } = 10;

    public int RejectRequests { get; init; }

    public int RejectStatus { get; init; } = 429;

    public int RetryAfterSeconds { get; init; } = 1;

    public double ClockSkewSeconds { get; init; }

    public bool Frozen { get; init; }

    public double SpreadFactor { get; init; } = 1;

    public bool IgnorePongs { get; init; }

    public bool ServerShutdown { get; init; }

    /// <summary>What is wrong with the command, or null.</summary>
    public string? Problem() =>
        new[] { DuplicateFraction, LateFraction, ShuffleFraction }.Any(f => f is not (>= 0 and <= 1)) ? "A fraction must lie between 0 and 1."
        : new[] { GapSeconds, LateSeconds, ShuffleWindowSeconds, DisconnectEverySeconds ?? 1 }.Any(s => s is not (>= 0 and <= LongestSeconds)) ? "Seconds must lie between 0 and 86400."
        : ClockSkewSeconds is not (>= -LongestSeconds and <= LongestSeconds) ? "clockSkewSeconds must lie within a day."
        : DisconnectEverySeconds is <= 0 ? "disconnectEverySeconds must be positive."
        : RejectStatus is not (418 or 429) ? "rejectStatus must be 418 or 429."
        : SpreadFactor is not (>= 1 and <= 1_000) || SpikeFactor is not (> 0 and <= 10_000) ? "A factor is out of range."
        : RetryAfterSeconds is < 0 or > 86_400 || CrossedQuotes < 0 || PriceSpikes < 0 || RejectRequests < 0 ? "A count is out of range."
        : null;

    public void ApplyTo(SimulatorFaults faults)
    {
        if (Clear)
        {
            faults.Clear();
        }

        faults.Settings = new FaultSettings
        {
            DisconnectEvery = DisconnectEverySeconds is { } every ? TimeSpan.FromSeconds(every) : null,
            DuplicateFraction = DuplicateFraction,
            LateFraction = LateFraction,
            LateBy = TimeSpan.FromSeconds(LateSeconds),
            ShuffleFraction = ShuffleFraction,
            ShuffleWindow = TimeSpan.FromSeconds(ShuffleWindowSeconds),
            IsFrozen = Frozen,
            SpreadFactor = SpreadFactor,
            ClockSkew = TimeSpan.FromSeconds(ClockSkewSeconds),
            IgnoresPongs = IgnorePongs,
        };
        ApplyOnce(faults);
    }

    private void ApplyOnce(SimulatorFaults faults)
    {
        if (GapSeconds > 0)
        {
            faults.Lose(TimeSpan.FromSeconds(GapSeconds));
        }

        if (CrossedQuotes > 0)
        {
            faults.CrossQuotes(CrossedQuotes);
        }

        if (PriceSpikes > 0)
        {
            faults.SpikePrices(PriceSpikes, SpikeFactor);
        }

        if (RejectRequests > 0)
        {
            faults.RejectRequests(RejectRequests, RejectStatus, RetryAfterSeconds);
        }

        if (DisconnectNow)
        {
            faults.DisconnectNow();
        }

        if (ServerShutdown)
        {
            faults.ShutDown();
        }
    }
}
