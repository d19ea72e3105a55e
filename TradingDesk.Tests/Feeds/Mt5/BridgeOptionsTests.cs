using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Tests.Feeds.Mt5;

public sealed class BridgeOptionsTests
{
    [Fact]
    public void Defaults_AreValid_AndListenOnLoopback()
    {
        Assert.Empty(Faults(new BridgeOptions()));
        Assert.Equal(("127.0.0.1", 5082), (new BridgeOptions().Address, new BridgeOptions().Port));
    }

    [Fact]
    public void BrokerName_OfListedSymbol_IsTheListedOne_OtherwiseWithSuffix()
    {
        var options = new BridgeOptions { SymbolSuffix = ".r", Symbols = { ["XAUUSD"] = "GOLD" } };
        Assert.Equal(("GOLD", "GBPJPY.r"), (options.BrokerName(new Symbol("XAUUSD")), options.BrokerName(new Symbol("GBPJPY"))));
        var symbols = new BridgeSymbols(BridgeInstruments.All, options);
        Assert.Equal((0, 1, -1), (symbols.IndexOf("GOLD"u8), symbols.IndexOf("GBPJPY.r"u8), symbols.IndexOf("XAUUSD"u8)));
    }

    public static TheoryData<BridgeOptions, string> Bad => new()
    {
        { new BridgeOptions { Address = "0.0.0.0" }, nameof(BridgeOptions.Token) },
        { new BridgeOptions { Address = "localhost" }, nameof(BridgeOptions.Address) },
        { new BridgeOptions { Token = "short" }, nameof(BridgeOptions.Token) },
        { new BridgeOptions { AllowedAccounts = ["123"] }, nameof(BridgeOptions.AllowedAccounts) },
        { new BridgeOptions { Symbols = { ["XAUUSD"] = "GO,LD" } }, nameof(BridgeOptions.Symbols) },
        { new BridgeOptions { SymbolSuffix = "\"" }, nameof(BridgeOptions.Symbols) },
        { new BridgeOptions { HeartbeatMs = 1 }, nameof(BridgeOptions.HeartbeatMs) },
        { new BridgeOptions { Port = 70_000 }, nameof(BridgeOptions.Port) },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void BadValue_IsNamed(BridgeOptions options, string member) => Assert.Contains(Faults(options), fault => fault.MemberNames.Contains(member));

    [Fact]
    public void Token_IsInNoText()
    {
        var options = BridgeInstruments.Options();
        var hello = new BridgeHello("1", "Demo", 0, null, "abcdef", BridgeInstruments.Token, new BridgeIdentity("1", "Demo", IsDemo: true, BridgeMarginMode.Hedging, "USD"));
        Assert.DoesNotContain(BridgeInstruments.Token, options.ToString() + hello, StringComparison.Ordinal);
        Assert.Equal(64, BridgeToken.Generate().Length);
    }

    /// <summary>The protocol's text, against the platform's own HMAC.</summary>
    [Fact]
    public void Prove_IsHmacSha256OverThePartsWithBars() =>
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("Jefe"u8, "what do|ya want|for nothing?"u8)),
            BridgeToken.Prove("Jefe", "what do", "ya want", "for nothing?"));

    private static List<ValidationResult> Faults(BridgeOptions options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        faults.AddRange(faults.Count == 0 ? [] : options.Validate(new ValidationContext(options)).Where(fault => !faults.Exists(known => known.ErrorMessage == fault.ErrorMessage)));
        return faults;
    }
}
