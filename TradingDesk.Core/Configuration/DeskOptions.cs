using System.Globalization;
using Microsoft.Extensions.Configuration;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Configuration;

/// <summary>Where ticks come from (ARCHITECTURE §5).</summary>
public enum DeskMode
{
    Simulated,
    Replay,
    Live,
}

/// <summary>The parts of the desk that a process may play.</summary>
[Flags]
public enum DeskRoles
{
    None = 0,
    Engine = 1,
    Api = 2,
    Dashboard = 4,
    All = Engine | Api | Dashboard,
}

/// <summary>What the desk as a whole needs to start. Section <c>Desk</c> of appsettings.json, overridden by <c>Desk__…</c> in the environment.</summary>
/// <param name="Mode">Key <c>Mode</c>: <c>simulated</c> (default), <c>replay</c> or <c>live</c>.</param>
/// <param name="DataFolder">Key <c>DataFolder</c>: where everything that lasts is kept; default <c>data</c>.</param>
/// <param name="Roles">Key <c>Roles</c>: list of <c>engine</c>, <c>api</c>, <c>dashboard</c>; default all.</param>
/// <param name="Account">Key <c>Account</c>.</param>
public sealed record DeskOptions(DeskMode Mode, string DataFolder, DeskRoles Roles, AccountOptions Account)
{
    public const string Section = "Desk";

    private const int MaxPathLength = 1_024;

    /// <summary>Reads the section.</summary>
    /// <param name="desk">The section <see cref="Section"/>; it may hold more, which other features read.</param>
    /// <returns>Fault <c>INVALID_CONFIG</c> with every fault in <see cref="Fault.Causes"/>.</returns>
    public static Outcome<DeskOptions> Read(IConfiguration desk)
    {
        var faults = new List<Fault>();
        var mode = ReadMode(desk["Mode"], faults);
        var folder = ReadFolder(desk["DataFolder"], faults);
        var roles = ReadRoles(desk.GetSection("Roles"), faults);
        var account = AccountOptions.Read(desk.GetSection("Account"), faults);
        return faults.Count > 0 ? ConfigFaults.Combine(faults) : new DeskOptions(mode, folder, roles, account);
    }

    internal static Fault At(string path, string message) => new("WRONG_VALUE", $"Desk:{path} {message}.") { Field = "Desk:" + path };

    private static DeskMode ReadMode(string? text, List<Fault> faults)
    {
        switch (text?.ToLowerInvariant())
        {
            case null or "simulated":
                return DeskMode.Simulated;
            case "replay":
                return DeskMode.Replay;
            case "live":
                return DeskMode.Live;
            default:
                faults.Add(At("Mode", $"must be simulated, replay or live, not '{text}'"));
                return default;
        }
    }

    private static string ReadFolder(string? text, List<Fault> faults)
    {
        var folder = text ?? "data";
        if (string.IsNullOrWhiteSpace(folder) || folder.Length > MaxPathLength || folder.Contains('\0'))
        {
            faults.Add(At("DataFolder", $"must be a path of 1 to {MaxPathLength} characters"));
        }

        return folder;
    }

    /// <summary>A list (<c>Roles:0</c>, <c>Roles:1</c>) or, handier in the environment, one text with commas (<c>Desk__Roles=engine,api</c>), which wins.</summary>
    private static DeskRoles ReadRoles(IConfigurationSection section, List<Fault> faults)
    {
        List<string?> names = section.Value is { } text ? [.. text.Split(',', StringSplitOptions.TrimEntries)] : [.. section.GetChildren().Select(child => child.Value)];
        if (names.Count == 0)
        {
            return DeskRoles.All;
        }

        var roles = DeskRoles.None;
        foreach (var name in names)
        {
            roles |= name?.ToLowerInvariant() switch
            {
                "engine" => DeskRoles.Engine,
                "api" => DeskRoles.Api,
                "dashboard" => DeskRoles.Dashboard,
                _ => Unknown(name),
            };
        }

        return roles;

        DeskRoles Unknown(string? name)
        {
            faults.Add(At("Roles", $"may hold engine, api and dashboard, not '{name}'"));
            return DeskRoles.None;
        }
    }
}

/// <summary>The paper account. Section <c>Desk:Account</c>.</summary>
/// <param name="InitialBalance">Balance of an empty data folder; 100 to 1,000,000,000, default 10,000.</param>
/// <param name="Currency">ISO 4217 code of the account; default USD.</param>
public sealed record AccountOptions(Money InitialBalance, string Currency)
{
    private const decimal MinBalance = 100m;
    private const decimal MaxBalance = 1_000_000_000m;

    internal static AccountOptions Read(IConfigurationSection section, List<Fault> faults)
    {
        var balance = 10_000m;
        if (section["InitialBalance"] is { } text
            && !(decimal.TryParse(text, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out balance) && balance is >= MinBalance and <= MaxBalance))
        {
            faults.Add(DeskOptions.At("Account:InitialBalance", FormattableString.Invariant($"must be a number from {MinBalance} to {MaxBalance}, not '{text}'")));
        }

        var currency = section["Currency"] ?? "USD";
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            faults.Add(DeskOptions.At("Account:Currency", $"must be three letters A-Z, not '{currency}'"));
        }

        return new AccountOptions(new Money(balance), currency);
    }
}
