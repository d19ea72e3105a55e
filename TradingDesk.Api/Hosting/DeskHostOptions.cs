namespace TradingDesk.Api.Hosting;

/// <summary>What the composition root decides before the host's parts are added.</summary>
public sealed class DeskHostOptions
{
    /// <summary>Absolute path of the data folder; logs go to <c>logs/</c> and the keys of cookies and forms to <c>keys/</c> below it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The desk's clock, scaled in simulation. Only Quartz uses it here.</summary>
    public TimeProvider DeskClock { get; init; } = TimeProvider.System;

    /// <summary>The people's clock: sessions, tokens, lockouts, heartbeats. Never scaled.</summary>
    public TimeProvider WallClock { get; init; } = TimeProvider.System;

    /// <summary>Where the first sign-in link is printed. Never the log.</summary>
    public TextWriter Console { get; init; } = System.Console.Out;

    public string LogFolder => Path.Combine(DataFolder, "logs");

    public string KeyFolder => Path.Combine(DataFolder, "keys");
}
