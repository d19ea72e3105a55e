using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Api.Hosting;

/// <summary>Limits of the HTTP side. Section <c>Desk:Http</c>; read once, at start.</summary>
public sealed class DeskHttpOptions
{
    public const string Section = "Desk:Http";

    /// <summary>Largest request body, bytes. 1 KiB to 1 MiB; default 64 KiB.</summary>
    [Range(1_024, 1_048_576)]
    public int MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>All request headers together, bytes. 4 KiB to 64 KiB; default 16 KiB.</summary>
    [Range(4_096, 65_536)]
    public int MaxHeaderBytes { get; set; } = 16 * 1024;

    /// <summary>Open TCP connections. 10 to 10,000; default 1,000.</summary>
    [Range(10, 10_000)]
    public int MaxConnections { get; set; } = 1_000;

    /// <summary>Open WebSockets (dashboard circuits). 1 to 1,000; default 100.</summary>
    [Range(1, 1_000)]
    public int MaxUpgradedConnections { get; set; } = 100;

    /// <summary>Time for a client to send its headers, seconds. 1 to 120; default 10.</summary>
    [Range(1, 120)]
    public int HeadersTimeoutSeconds { get; set; } = 10;

    /// <summary>Time an idle connection is kept, seconds. 5 to 600; default 120.</summary>
    [Range(5, 600)]
    public int KeepAliveSeconds { get; set; } = 120;

    /// <summary>Requests per second of one caller, on average. 10 to 1,000,000; default 300.</summary>
    [Range(10, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 300;

    /// <summary>Requests of one caller at once. 10 to 1,000,000; default 600.</summary>
    [Range(10, 1_000_000)]
    public int RequestBurst { get; set; } = 600;

    /// <summary>Failed authentications of one address before it has to wait. 1 to 1,000; default 10.</summary>
    [Range(1, 1_000)]
    public int FailedSignInLimit { get; set; } = 10;

    /// <summary>Time over which failed authentications are counted, minutes. 1 to 1,440; default 10.</summary>
    [Range(1, 1_440)]
    public int FailedSignInWindowMinutes { get; set; } = 10;

    /// <summary>First waiting time after too many failures, seconds; doubles with each further one up to an hour. 1 to 3,600; default 30.</summary>
    [Range(1, 3_600)]
    public int FailedSignInDelaySeconds { get; set; } = 30;

    /// <summary>Life of a dashboard session without use, hours. 1 to 168; default 12.</summary>
    [Range(1, 168)]
    public int SessionHours { get; set; } = 12;

    /// <summary>Life of a one-time sign-in link, minutes. 1 to 10,080; default 1,440 (a day).</summary>
    [Range(1, 10_080)]
    public int SignInLinkMinutes { get; set; } = 1_440;

    /// <summary>Event streams open at once, all callers. 1 to 10,000; default 200.</summary>
    [Range(1, 10_000)]
    public int MaxStreams { get; set; } = 200;

    /// <summary>Event streams open at once, one caller. 1 to 1,000; default 50.</summary>
    [Range(1, 1_000)]
    public int MaxStreamsPerCaller { get; set; } = 50;

    /// <summary>Longest silence on an event stream, seconds. 1 to 60; default 10.</summary>
    [Range(1, 60)]
    public int StreamHeartbeatSeconds { get; set; } = 10;

    /// <summary>Time in which a client has to take what it was sent before it is cut off, seconds. 1 to 60; default 8.</summary>
    [Range(1, 60)]
    public int StreamWriteTimeoutSeconds { get; set; } = 8;

    /// <summary>How long a repeated <c>Idempotency-Key</c> gets the first answer, hours. 1 to 168; default 24.</summary>
    [Range(1, 168)]
    public int IdempotencyHours { get; set; } = 24;

    /// <summary>Answers kept for repeats; beyond it the oldest gives way. 10 to 100,000; default 5,000.</summary>
    [Range(10, 100_000)]
    public int IdempotencyEntries { get; set; } = 5_000;

    /// <summary>Host names under which the desk may be called, beside localhost and loopback addresses. No ports, no wildcards.</summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];
}
