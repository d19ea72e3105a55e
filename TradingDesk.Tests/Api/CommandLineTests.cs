using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using TradingDesk.Api.Cli;
using TradingDesk.Api.Hosting;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;
using TradingDesk.Tests.Api.Fakes;
using TradingDesk.Tests.Feeds.Mt5;

namespace TradingDesk.Tests.Api;

/// <summary>The commands over a real data folder.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tradingdesk-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_WithoutCommandOrByName_GetsItsArguments()
    {
        Assert.Equal((0, "--urls http://127.0.0.1:0"), await RunArgumentsAsync("--urls", "http://127.0.0.1:0"));
        Assert.Equal((0, "--Desk:Mode replay"), await RunArgumentsAsync("run", "--Desk:Mode", "replay"));
        Assert.Equal((0, ""), await RunArgumentsAsync());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("keys", "create", "bot")]
    [InlineData("keys", "create", "bot", "--scopes", "everything")]
    [InlineData("keys", "create", "bot", "--scopes", "read", "--days", "soon")]
    [InlineData("keys", "create", "bot", "--scopes", "read", "--days", "-1")]
    [InlineData("keys", "revoke", "0123456789abcdef")]
    [InlineData("kill", "PANIC", "--reason", "x")]
    [InlineData("kill", "NORMAL", "--reason", "x")]
    [InlineData("kill", "FLATTEN")]
    [InlineData("kill", "FLATTEN", "--reason", " ")]
    [InlineData("users", "create", "X")]
    [InlineData("users", "signin-link", "nobody")]
    [InlineData("status", "--nonsense")]
    public async Task Command_WithBadUsage_Is2AndOneLine(params string[] args)
    {
        var (code, output, error) = await InvokeAsync(NeedsFolder(args) ? [.. args, "--data-folder", _folder] : args);

        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Keys_CreateListRevoke_PrintOnlyTheKeyAndTakeForce()
    {
        var (code, secret, _) = await InvokeAsync("keys", "create", "bot", "--scopes", "read,admin", "--data-folder", _folder);
        Assert.Equal(0, code);
        Assert.Matches(@"^td_[0-9a-f]{16}_\S+\n$", secret);
        using var database = DeskDatabase.Open(_folder, new StorageOptions(), TimeProvider.System);
        var keys = new ApiKeyStore(database, TimeProvider.System);
        Assert.Equal("bot", (await keys.VerifyAsync(secret.Trim(), CancellationToken.None))?.Name);

        var (_, list, _) = await InvokeAsync("keys", "list", "--data-folder", _folder);
        Assert.Contains("read,admin", list, StringComparison.Ordinal);
        Assert.DoesNotContain(secret.Trim(), list, StringComparison.Ordinal);

        Assert.Equal(0, (await InvokeAsync("keys", "revoke", list[..16], "--data-folder", _folder)).Code);
        Assert.Null(await keys.VerifyAsync(secret.Trim(), CancellationToken.None));
        Assert.Equal("", (await InvokeAsync("keys", "list", "--data-folder", _folder)).Output);
        var audit = await new AuditLog(database, TimeProvider.System).ReadAsync(10, beforeId: null, CancellationToken.None);
        Assert.Equal(["keys revoke", "keys create"], audit.Select(entry => entry.Record.What));
    }

    [Fact]
    public async Task Users_SignInLink_SignsInOnce()
    {
        Assert.Equal(0, (await InvokeAsync("users", "create", "trader.one", "--role", "trader", "--data-folder", _folder)).Code);

        var (_, link, _) = await InvokeAsync("users", "signin-link", "trader.one", "--data-folder", _folder, "--url", "http://127.0.0.1:7000");

        var code = Regex.Match(link, @"^http://127\.0\.0\.1:7000/signin#code=(\S+)\n$", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        using var database = DeskDatabase.Open(_folder, new StorageOptions(), TimeProvider.System);
        var users = new UserStore(database, TimeProvider.System);
        Assert.Equal("trader.one", (await users.RedeemSignInTokenAsync(code, CancellationToken.None))?.Name);
        Assert.Null(await users.RedeemSignInTokenAsync(code, CancellationToken.None));
        Assert.Contains("trader.one", (await InvokeAsync("users", "list", "--data-folder", _folder)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_NoDeskRuns_IsInTheJournalAndOnlyRises()
    {
        var (code, output, error) = await InvokeAsync("kill", "REDUCE", "--reason", "storm", "--data-folder", _folder, "--url", "http://127.0.0.1:1");
        Assert.True(code == 0, error);
        Assert.Contains("REDUCE", output, StringComparison.Ordinal);

        Assert.Equal(1, (await InvokeAsync("kill", "STOP_NEW", "--reason", "calmer", "--data-folder", _folder, "--url", "http://127.0.0.1:1")).Code);

        using var database = DeskDatabase.Open(_folder, new StorageOptions(), TimeProvider.System);
        var kill = new SqliteJournalStore(database, new StorageHealth(database, TimeProvider.System)).LoadRecoveryState().Kill;
        Assert.Equal((KillLevel.Reduce, "storm"), (kill!.Level, kill.Reason));
    }

    [Fact]
    public async Task Kill_DeskHoldsTheFolderButIsSilent_RefusesToWriteBesideIt()
    {
        using var desk = DeskInstance.TryHold(_folder);

        var (code, _, error) = await InvokeAsync("kill", "FLATTEN", "--reason", "storm", "--data-folder", _folder, "--url", "http://127.0.0.1:1");

        Assert.Equal(1, code);
        Assert.Contains("not changed", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusAndKill_DeskRuns_GoThroughItsApi()
    {
        using var database = DeskDatabase.Open(_folder, new StorageOptions(), TimeProvider.System);
        await using var server = await ApiServer.StartAsync(real: true, services: services =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IApiKeyStore>(services, new ApiKeyStore(database, TimeProvider.System)));
        var address = server.Address.ToString();

        var (code, output, _) = await InvokeAsync("status", "--data-folder", _folder, "--url", address);
        Assert.Equal(0, code);
        Assert.StartsWith("healthy  mode simulated", output, StringComparison.Ordinal);

        Assert.Equal(0, (await InvokeAsync("kill", "FLATTEN", "--reason", "drill", "--data-folder", _folder, "--url", address)).Code);
        Assert.Equal("FLATTEN", server.Desk.KillSwitch.Level);
        Assert.All(await new ApiKeyStore(database, TimeProvider.System).ListAsync(CancellationToken.None), key => Assert.NotNull(key.RevokedAt));
    }

    [Fact]
    public async Task Status_NoDesk_Is1AndSaysSo()
    {
        var (code, output, error) = await InvokeAsync("status", "--data-folder", _folder, "--url", "http://127.0.0.1:1");

        Assert.Equal((1, "", "No desk answers at http://127.0.0.1:1.\n"), (code, output, error));
    }

    [Fact]
    public async Task Doctor_GoodFolder_Is0AndNamesEveryCheck()
    {
        var (code, output, _) = await InvokeAsync("doctor", "--data-folder", _folder, "--url", "http://127.0.0.1:0");

        Assert.True(code == 0, output);
        foreach (var name in new[] { "runtime", "configuration", "data folder", "disk", "database", "port", "clock" })
        {
            Assert.Contains(name, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Doctor_FolderThatIsAFile_Is1()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");

        var (code, output, error) = await InvokeAsync("doctor", "--data-folder", file);

        Assert.Equal(1, code);
        Assert.NotEqual("", output + error);
    }

    [Fact]
    public async Task DoctorBridge_WithoutToken_Is2AndOneLine()
    {
        var (code, _, error) = await InvokeAsync("doctor", "--bridge", "--data-folder", _folder);

        Assert.Equal(2, code);
        Assert.Contains("Desk:Bridge:Token", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DoctorBridge_WhileADeskRuns_Is1()
    {
        using var desk = DeskInstance.TryHold(_folder);
        var shell = BridgeShell(new StringWriter { NewLine = "\n" });

        Assert.Equal(1, await DeskCommandLine.InvokeAsync(DeskCommandLine.Create(shell, (_, _) => Task.FromResult(0)), ["doctor", "--bridge", "--data-folder", _folder], shell));
        Assert.Contains("stop it first", shell.Error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The built-in symbols against a stand-in that has them.</summary>
    [Fact]
    public async Task DoctorBridge_StandInDials_Is0AndNamesEveryStep()
    {
        var output = new LockedWriter { NewLine = "\n" };
        var shell = BridgeShell(output);
        var running = DeskCommandLine.InvokeAsync(DeskCommandLine.Create(shell, (_, _) => Task.FromResult(0)), ["doctor", "--bridge", "--wait", "20", "--data-folder", _folder], shell);
        await Eventually.IsTrueAsync(() => output.ToString()!.Contains("waiting", StringComparison.Ordinal) || running.IsCompleted, "the listener");
        var port = int.Parse(Regex.Match(output.ToString()!, @":(\d+)\n", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        using var stopping = new CancellationTokenSource();
        var instruments = SymbolDefaults.All.Select((document, id) => (Name: new SymbolConfig(document).Mt5Symbol!, Instrument: new SymbolConfig(document).ToInstrument(id))).ToList();
        var broker = new FakeBroker
        {
            Symbols = [.. instruments.Select(item => new BrokerSymbol(item.Name, Digits: 2, item.Instrument.ContractSize, 0.01m, 50, 0.01m, item.Instrument.Symbol.Name[^3..], item.Instrument.Symbol.Name[..3]))],
        };
        var options = new SimulatedExpertAdvisorOptions { PumpMs = 5, MinBackoffMs = 1, MaxBackoffMs = 20, SilenceMs = 900 };
        var advisor = new SimulatedExpertAdvisor(options, broker, new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port), BridgeInstruments.Token, TimeProvider.System, TimeProvider.System).RunAsync(stopping.Token);
        var code = await running;
        await stopping.CancelAsync();
        await advisor;

        Assert.True(code == 0, output.ToString());
        Assert.Contains("skip  25  smallest order", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(25, Regex.Count(output.ToString()!, "^(pass|skip) ", RegexOptions.Multiline, TimeSpan.FromSeconds(1)));
    }

    /// <summary>Read while it is written to.</summary>
    private sealed class LockedWriter : StringWriter
    {
        private readonly Lock _gate = new();

        public override Task WriteLineAsync(string? value)
        {
            lock (_gate)
            {
                base.WriteLine(value);
            }

            return Task.CompletedTask;
        }

        public override string ToString()
        {
            lock (_gate)
            {
                return base.ToString();
            }
        }
    }

    private static DeskShell BridgeShell(TextWriter output) => new()
    {
        Out = output,
        Error = new StringWriter { NewLine = "\n" },
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Desk:Bridge:Token"] = BridgeInstruments.Token,
            ["Desk:Bridge:Port"] = "0",
            ["Desk:Bridge:HeartbeatMs"] = "200",
        }).Build(),
    };

    private static bool NeedsFolder(string[] args) => args is ["keys" or "users", ..];

    private static async Task<(int Code, string Arguments)> RunArgumentsAsync(params string[] args)
    {
        string[]? seen = null;
        var shell = new DeskShell { Out = new StringWriter(), Error = new StringWriter() };
        var root = DeskCommandLine.Create(shell, (arguments, _) =>
        {
            seen = arguments;
            return Task.FromResult(0);
        });
        var code = await DeskCommandLine.InvokeAsync(root, args, shell);
        return (code, string.Join(' ', seen ?? ["not run"]));
    }

    private static async Task<(int Code, string Output, string Error)> InvokeAsync(params string[] args)
    {
        var shell = new DeskShell { Out = new StringWriter { NewLine = "\n" }, Error = new StringWriter { NewLine = "\n" }, Configuration = new ConfigurationBuilder().Build() };
        var root = DeskCommandLine.Create(shell, (_, _) => Task.FromResult(0));
        var code = await DeskCommandLine.InvokeAsync(root, args, shell);
        return (code, shell.Out.ToString()!, shell.Error.ToString()!);
    }
}
