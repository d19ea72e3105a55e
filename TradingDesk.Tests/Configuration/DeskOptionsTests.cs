using Microsoft.Extensions.Configuration;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Configuration;

public sealed class DeskOptionsTests
{
    [Fact]
    public void Read_Nothing_GivesTheDefaults() =>
        Assert.Equal(new DeskOptions(DeskMode.Simulated, "data", DeskRoles.All, new AccountOptions(new Money(10_000m), "USD")), Read().Value);

    [Fact]
    public void Read_EnvironmentOverFile_Wins()
    {
        var options = Read(("Desk:Mode", "simulated"), ("Desk:Roles:0", "engine"), ("Desk:Roles:1", "api"), ("Desk:Roles", "dashboard, API"), ("Desk:Mode", "Live"), ("Desk:Account:InitialBalance", "2500.5"));

        Assert.Equal((DeskMode.Live, DeskRoles.Dashboard | DeskRoles.Api, 2500.5m), (options.Value.Mode, options.Value.Roles, options.Value.Account.InitialBalance.Amount));
    }

    [Fact]
    public void Read_List_IsTaken() => Assert.Equal(DeskRoles.Engine, Read(("Desk:Roles:0", "engine")).Value.Roles);

    [Fact]
    public void Read_ManyFaults_NamesEveryOne()
    {
        var outcome = Read(("Desk:Mode", "paper"), ("Desk:DataFolder", " "), ("Desk:Roles", "engine,gui"), ("Desk:Account:InitialBalance", "1e3"), ("Desk:Account:Currency", "usd"));

        Assert.Equal(
            ["Desk:Mode", "Desk:DataFolder", "Desk:Roles", "Desk:Account:InitialBalance", "Desk:Account:Currency"],
            outcome.Fault!.Causes.Select(fault => fault.Field));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1,000")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("NaN")]
    public void Read_BadBalance_IsAFault(string balance) => Assert.False(Read(("Desk:Account:InitialBalance", balance)).IsSuccess);

    private static Outcome<DeskOptions> Read(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        return DeskOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(DeskOptions.Section));
    }
}
