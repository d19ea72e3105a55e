using System.ComponentModel.DataAnnotations;
using System.Net;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>The bridge to the MetaTrader 5 terminal. Section <c>Desk:Bridge</c>.</summary>
public sealed class BridgeOptions : IValidatableObject
{
    public const string Section = "Desk:Bridge";

    /// <summary>Whether the desk listens for an Expert Advisor at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>IP address to listen on. Default 127.0.0.1; anything but a loopback address needs a <see cref="Token"/>.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>TCP port, 0 to 65535; 0 takes a free one. Default 5082.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 5082;

    /// <summary>The secret that desk and Expert Advisor share. Empty: one is made for this run (<see cref="BridgeToken.Generate"/>) and given to the simulator's stand-in. Never logged.</summary>
    public string Token { get; set; } = "";

    /// <summary>Accounts that may connect, each <c>login@server</c>. Empty (the default): any that knows the token.</summary>
    public List<string> AllowedAccounts { get; set; } = [];

    /// <summary>Milliseconds between heartbeats, 100 to 60,000. Default 1,000.</summary>
    [Range(100, 60_000)]
    public int HeartbeatMs { get; set; } = 1_000;

    /// <summary>Heartbeats missed in a row that end a session, 2 to 20. Default 3.</summary>
    [Range(2, 20)]
    public int MissedHeartbeats { get; set; } = 3;

    /// <summary>Milliseconds that a peer has to identify itself, 100 to 60,000. Default 5,000.</summary>
    [Range(100, 60_000)]
    public int AuthenticationMs { get; set; } = 5_000;

    /// <summary>Peers that may be identifying themselves at once, 1 to 64; more are closed. Default 8.</summary>
    [Range(1, 64)]
    public int MaxPendingPeers { get; set; } = 8;

    /// <summary>Longest line in bytes, 4,096 to 1,048,576; a longer one ends the session. Default 65,536.</summary>
    [Range(4_096, 1_048_576)]
    public int MaxLineBytes { get; set; } = 65_536;

    /// <summary>Malformed lines that end a session, 1 to 10,000. Default 20.</summary>
    [Range(1, 10_000)]
    public int MaxMalformedLines { get; set; } = 20;

    /// <summary>Milliseconds to wait for each part of an answer, 100 to 120,000. Default 10,000.</summary>
    [Range(100, 120_000)]
    public int RequestTimeoutMs { get; set; } = 10_000;

    /// <summary>Milliseconds by which a live tick may differ from the desk's clock, 1,000 to 600,000. Default 10,000.</summary>
    [Range(1_000, 600_000)]
    public int MaxTickAgeMs { get; set; } = 10_000;

    /// <summary>Milliseconds of ticks that an Expert Advisor replays where its hello does not say, 0 to 86,400,000. Default 300,000.</summary>
    [Range(0, 86_400_000)]
    public int DefaultReplayCapMs { get; set; } = 300_000;

    /// <summary>When the broker's clock goes to summer time: the base of converting history. Default <see cref="DaylightSaving.UnitedStates"/>.</summary>
    [EnumDataType(typeof(DaylightSaving))]
    public DaylightSaving DaylightSaving { get; set; } = DaylightSaving.UnitedStates;

    /// <summary>The broker's name of a desk symbol (<c>XAUUSD</c> → <c>GOLD</c>). One that is missing is the desk's name with <see cref="SymbolSuffix"/>.</summary>
    public Dictionary<string, string> Symbols { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What the broker appends to its symbols, such as <c>m</c>. Default empty.</summary>
    public string SymbolSuffix { get; set; } = "";

    /// <summary>The longest gap that is replayed tick by tick, whatever the Expert Advisor offers; a longer one comes as M1 bars. The desk sets it from <c>Desk:Recovery</c>. Default 30 minutes.</summary>
    public TimeSpan MaxGap { get; private set; } = TimeSpan.FromMinutes(30);

    /// <summary>Sets <see cref="MaxGap"/>.</summary>
    public void LimitGap(TimeSpan longest) => MaxGap = longest;

    internal TimeSpan SilenceLimit => TimeSpan.FromMilliseconds((double)HeartbeatMs * MissedHeartbeats);

    /// <summary>The broker's name of <paramref name="symbol"/>.</summary>
    public string BrokerName(Symbol symbol) => Symbols.TryGetValue(symbol.Name, out var name) ? name : symbol.Name + SymbolSuffix;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out var address))
        {
            yield return new ValidationResult("Address must be an IP address.", [nameof(Address)]);
        }
        else if (!IPAddress.IsLoopback(address) && Token.Length == 0)
        {
            yield return new ValidationResult("An address that is not loopback needs a Token.", [nameof(Token)]);
        }

        if (Token.Length is > 0 and < 16)
        {
            yield return new ValidationResult("Token needs at least 16 characters.", [nameof(Token)]);
        }

        foreach (var account in AllowedAccounts.Where(account => !account.Contains('@', StringComparison.Ordinal)))
        {
            yield return new ValidationResult($"'{account}' is not login@server.", [nameof(AllowedAccounts)]);
        }

        foreach (var name in Symbols.Values.Append("X" + SymbolSuffix).Where(name => !BridgeSymbols.IsValidBrokerName(name)))
        {
            yield return new ValidationResult($"'{name}' is no broker symbol: 1 to 32 printable ASCII characters without , : \" \\ and space.", [nameof(Symbols)]);
        }
    }
}
