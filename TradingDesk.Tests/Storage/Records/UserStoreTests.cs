using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;

namespace TradingDesk.Tests.Storage.Records;

public sealed class UserStoreTests
{
    [Fact]
    public async Task Password_RightAndWrong_SignsInOrNot()
    {
        using var desk = new TestDesk();
        var users = Store(desk);
        var created = (await users.CreateAsync("admin", DeskRoles.Admin, default)).Value;
        var changed = (await users.SetPasswordAsync("admin", "correct horse battery", default)).Value;

        Assert.False(created.HasPassword);
        Assert.True(changed.HasPassword);
        Assert.True(changed.SessionVersion > created.SessionVersion);
        Assert.Equal(TestDesk.Start, (await users.VerifyPasswordAsync("admin", "correct horse battery", default))?.LastSignInAt);
        Assert.Null(await users.VerifyPasswordAsync("admin", "correct horse batterz", default));
        Assert.Null(await users.VerifyPasswordAsync("nobody", "correct horse battery", default));
        Assert.Null(await users.VerifyPasswordAsync("nobody", "nobody", default));
        Assert.Equal("WEAK_PASSWORD", (await users.SetPasswordAsync("admin", "short", default)).Fault?.Code);
        Assert.Equal("UNKNOWN_USER", (await users.SetPasswordAsync("nobody", "correct horse battery", default)).Fault?.Code);
    }

    [Fact]
    public async Task SignInToken_IsGoodOnceAndForItsTime()
    {
        using var desk = new TestDesk();
        var users = Store(desk);
        await users.CreateAsync("admin", DeskRoles.Admin, default);
        var token = (await users.CreateSignInTokenAsync("admin", TimeSpan.FromMinutes(10), default)).Value;
        var late = (await users.CreateSignInTokenAsync("admin", TimeSpan.FromMinutes(10), default)).Value;

        var redeemed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => users.RedeemSignInTokenAsync(token, default))));
        desk.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("admin", Assert.Single(redeemed, user => user is not null)?.Name);
        Assert.Null(await users.RedeemSignInTokenAsync(token, default));
        Assert.Null(await users.RedeemSignInTokenAsync(late, default));
        Assert.Null(await users.RedeemSignInTokenAsync("made up", default));
    }

    [Theory]
    [InlineData("Ad", "admin", "INVALID_NAME")]
    [InlineData("<script>", "admin", "INVALID_NAME")]
    [InlineData("somebody", "king", "INVALID_ROLE")]
    [InlineData("admin", "viewer", "EXISTS")]
    public async Task Create_BadRequest_IsRefusedByName(string name, string role, string code)
    {
        using var desk = new TestDesk();
        var users = Store(desk);
        await users.CreateAsync("admin", DeskRoles.Admin, default);

        Assert.Equal(code, (await users.CreateAsync(name, role, default)).Fault?.Code);
        Assert.Single(await users.ListAsync(default));
    }

    private static UserStore Store(TestDesk desk) => new(desk.Database, desk.Clock, passwordIterations: 1_000);
}
