using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Tests.Storage.Records;

public sealed class ApiKeyStoreTests
{
    [Fact]
    public async Task Verify_CreatedKey_GivesItsScopesAndNotesTheUse()
    {
        using var desk = new TestDesk();
        var keys = new ApiKeyStore(desk.Database, desk.Clock);

        var created = (await keys.CreateAsync("robot", [ApiScopes.Trade], null, default)).Value;
        desk.Clock.Advance(TimeSpan.FromMinutes(5));
        var verified = await keys.VerifyAsync(created.Secret, default);

        Assert.Matches("^td_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$", created.Secret);
        Assert.Equal(created.Key.Id, verified?.Id);
        Assert.Equal([ApiScopes.Read, ApiScopes.Trade], verified?.Scopes);
        Assert.Equal(TestDesk.Start + TimeSpan.FromMinutes(5), Assert.Single(await keys.ListAsync(default)).LastUsedAt);
    }

    [Fact]
    public async Task Verify_AnythingElse_GivesNothing()
    {
        using var desk = new TestDesk();
        var keys = new ApiKeyStore(desk.Database, desk.Clock);
        var secret = (await keys.CreateAsync("robot", [ApiScopes.Read], null, default)).Value.Secret;
        var other = (await keys.CreateAsync("other", [ApiScopes.Read], null, default)).Value.Secret;

        for (var i = 0; i < secret.Length - 1; i++)
        {
            Assert.Null(await keys.VerifyAsync(secret[..i] + (secret[i] == 'x' ? 'y' : 'x') + secret[(i + 1)..], default));
        }

        Assert.Null(await keys.VerifyAsync(secret[..20] + other[20..], default));
        Assert.Null(await keys.VerifyAsync("", default));
        Assert.Null(await keys.VerifyAsync(secret + "A", default));
        Assert.Null(await keys.VerifyAsync(new string('é', secret.Length), default));
        Assert.NotNull(await keys.VerifyAsync(secret, default));
    }

    [Fact]
    public async Task Verify_ExpiredOrRevoked_GivesNothing()
    {
        using var desk = new TestDesk();
        var keys = new ApiKeyStore(desk.Database, desk.Clock);
        var expiring = (await keys.CreateAsync("a", [ApiScopes.Read], TestDesk.Start + TimeSpan.FromHours(1), default)).Value;
        var revoked = (await keys.CreateAsync("b", [ApiScopes.Admin], null, default)).Value;
        Assert.NotNull(await keys.VerifyAsync(expiring.Secret, default));
        Assert.NotNull(await keys.VerifyAsync(revoked.Secret, default));

        desk.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(await new ApiKeyStore(desk.Database, desk.Clock).RevokeAsync(revoked.Key.Id, default));

        Assert.Null(await keys.VerifyAsync(expiring.Secret, default));
        Assert.Null(await keys.VerifyAsync(revoked.Secret, default));
        Assert.False(await keys.RevokeAsync("0000000000000000", default));
    }

    [Fact]
    public async Task Create_BesideAnOpenDesk_WorksAtOnce()
    {
        using var desk = new TestDesk();
        using var shell = DeskDatabase.Open(desk.Folder, new StorageOptions(), desk.Clock);

        var created = (await new ApiKeyStore(shell, desk.Clock).CreateAsync("from the shell", [ApiScopes.Admin], null, default)).Value;

        Assert.Equal("from the shell", (await new ApiKeyStore(desk.Database, desk.Clock).VerifyAsync(created.Secret, default))?.Name);
    }

    [Theory]
    [InlineData("", "read", "INVALID_NAME")]
    [InlineData("a\nb", "read", "INVALID_NAME")]
    [InlineData("a", "root", "INVALID_SCOPE")]
    public async Task Create_BadRequest_IsRefusedByName(string name, string scope, string code)
    {
        using var desk = new TestDesk();

        Assert.Equal(code, (await new ApiKeyStore(desk.Database, desk.Clock).CreateAsync(name, [scope], null, default)).Fault?.Code);
    }

    [Fact]
    public async Task Secrets_AreNowhereInTheDatabase()
    {
        using var desk = new TestDesk();
        var secret = (await new ApiKeyStore(desk.Database, desk.Clock).CreateAsync("a", [ApiScopes.Read], null, default)).Value.Secret;
        var users = new UserStore(desk.Database, desk.Clock, passwordIterations: 1_000);
        await users.CreateAsync("admin", DeskRoles.Admin, default);
        await users.SetPasswordAsync("admin", "correct horse battery", default);
        var token = (await users.CreateSignInTokenAsync("admin", TimeSpan.FromHours(1), default)).Value;
        using (var connection = new RawConnection(desk.Database.FilePath, 1000, 1))
        {
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        var bytes = File.ReadAllBytes(desk.Database.FilePath);

        foreach (var text in (string[])[secret[20..], token, "correct horse battery"])
        {
            Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text)));
        }
    }
}
