using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace TradingDesk.Web.Live;

/// <summary>Where the API is: the configured address, or this process's own first HTTP address (known once the server listens, so port 0 works).</summary>
public sealed class DeskAddress(IOptions<DeskClientOptions> options, IServiceProvider services)
{
    /// <exception cref="InvalidOperationException">No address is configured and this process listens on none.</exception>
    public Uri Resolve()
    {
        if (options.Value.BaseAddress is { } configured)
        {
            return configured;
        }

        var server = services.GetService(typeof(IServer)) as IServer;
        var own = server?.Features.Get<IServerAddressesFeature>()?.Addresses
            .FirstOrDefault(address => address.StartsWith("http://", StringComparison.OrdinalIgnoreCase));
        return own is null
            ? throw new InvalidOperationException($"{DeskClientOptions.Section}:BaseAddress is not set and this process listens on no HTTP address.")
            : new Uri(OnLoopback(own));
    }

    // A wildcard host is an address to listen on, not one to call.
    private static string OnLoopback(string address) => address
        .Replace("://[::]:", "://127.0.0.1:", StringComparison.Ordinal)
        .Replace("://0.0.0.0:", "://127.0.0.1:", StringComparison.Ordinal)
        .Replace("://+:", "://127.0.0.1:", StringComparison.Ordinal)
        .Replace("://*:", "://127.0.0.1:", StringComparison.Ordinal)
        .TrimEnd('/') + "/";
}
