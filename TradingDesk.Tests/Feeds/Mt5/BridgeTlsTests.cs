using System.ComponentModel.DataAnnotations;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TradingDesk.Core.Feeds.Mt5;

namespace TradingDesk.Tests.Feeds.Mt5;

public sealed class BridgeTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-tls").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task StandIn_OverTls_IsLiveAndLosesNothing()
    {
        await using var desk = new BridgeHarness(Options());
        var port = await desk.Feed.ListeningPort;
        await desk.StartExpertAdvisorAsync(port: port, tls: Trusting(desk.Feed.CertificateFingerprint));
        await desk.WaitUntilLiveAsync();
        desk.Clock.Advance(TimeSpan.FromSeconds(5));
        await desk.SettleAsync();
        Assert.Equal(desk.Expected(0), desk.Published(0));
    }

    [Fact]
    public async Task PlainPeer_AtATlsBridge_GetsNoChallenge()
    {
        var options = Options();
        options.AuthenticationMs = 300;
        await using var desk = new BridgeHarness(options);
        using var peer = await TestPeer.ConnectAsync(await desk.Feed.ListeningPort);
        await peer.SendAsync("{\"v\":1,\"t\":\"hello\"}\n");
        Assert.DoesNotContain("challenge", await peer.ReadLineAsync() ?? "", StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => desk.Feed.Status.Detail.Contains("1 peers refused", StringComparison.Ordinal), "the refusal");
    }

    [Fact]
    public async Task StandIn_ThatTrustsAnotherCertificate_NeverConnects()
    {
        await using var desk = new BridgeHarness(Options());
        var advisor = await desk.StartExpertAdvisorAsync(tls: Trusting(new string('0', 64)));
        await Task.Delay(300);
        Assert.Equal(0, advisor.Sessions);
    }

    [Theory]
    [InlineData("missing.pfx", "")]
    [InlineData("bridge.pfx", "wrong")]
    public void CertificateFile_ThatCannotBeUsed_IsNamedAtTheStart(string file, string password)
    {
        var options = Options();
        (options.CertificateFile, options.CertificatePassword) = (Path.Combine(_folder, file), password);
        var faults = new List<ValidationResult>();
        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true));
        Assert.Contains("CertificateFile", faults[0].ErrorMessage, StringComparison.Ordinal);
    }

    private static SslClientAuthenticationOptions Trusting(string? fingerprint) => new()
    {
        TargetHost = "localhost",
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint,
    };

    private BridgeOptions Options()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var options = BridgeInstruments.Options();
        (options.CertificateFile, options.CertificatePassword) = (Path.Combine(_folder, "bridge.pfx"), "secret");
        File.WriteAllBytes(options.CertificateFile, certificate.Export(X509ContentType.Pkcs12, options.CertificatePassword));
        return options;
    }
}
