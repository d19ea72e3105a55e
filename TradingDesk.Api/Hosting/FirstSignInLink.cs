using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TradingDesk.Api.Auth;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Hosting;

/// <summary>
/// Makes the admin account at the first start and prints a one-time sign-in link until somebody has used one. The token stands behind <c>#</c>: browsers do not send that
/// part, so no server, proxy or log sees it.
/// </summary>
internal sealed class FirstSignInLink(
    IUserStore users, IServer server, IHostApplicationLifetime lifetime, DeskHostOptions host, DeskHttpOptions http, ILogger<FirstSignInLink> logger) : BackgroundService
{
    public const string AdminName = "admin";

    public static string LinkTo(string address, string token) => $"{address.TrimEnd('/')}{AuthExtensions.SignInPage}#code={token}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);

        var all = await users.ListAsync(stoppingToken);
        if (all.Count == 0)
        {
            var created = await users.CreateAsync(AdminName, DeskRoles.Admin, stoppingToken);
            if (!created.IsSuccess)
            {
                logger.LogError("The admin account could not be made: {Fault}", created.Fault);
                return;
            }

            all = [created.Value];
        }

        if (all.FirstOrDefault(user => user.Role == DeskRoles.Admin) is not { } admin || all.Any(user => user.LastSignInAt is not null))
        {
            return;
        }

        var token = await users.CreateSignInTokenAsync(admin.Name, TimeSpan.FromMinutes(http.SignInLinkMinutes), stoppingToken);
        if (!token.IsSuccess)
        {
            logger.LogError("No sign-in link could be made: {Fault}", token.Fault);
            return;
        }

        await host.Console.WriteLineAsync($"\n    Sign in once with this link (as {admin.Name}):\n\n        {LinkTo(OwnAddress(), token.Value)}\n");
        await host.Console.FlushAsync(stoppingToken);
    }

    private string OwnAddress() => Callable(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:5080");

    /// <summary>A wildcard is an address to listen on, not one to call.</summary>
    public static string Callable(string address)
    {
        foreach (var wildcard in new[] { "://[::]", "://0.0.0.0", "://+", "://*" })
        {
            address = address.Replace(wildcard, "://127.0.0.1", StringComparison.Ordinal);
        }

        return address;
    }
}
