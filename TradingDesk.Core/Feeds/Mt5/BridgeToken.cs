using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>The shared secret of the bridge: making it, proving it, checking the proof in constant time.</summary>
public static class BridgeToken
{
    /// <summary>A new secret of 256 random bits, in hexadecimal.</summary>
    public static string Generate() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The proof that an Expert Advisor sends: HMAC-SHA256 under the token of <c>nonce|login|server</c>, in hexadecimal.</summary>
    public static string Prove(string token, string nonce, string login, string server) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes($"{nonce}|{login}|{server}")));

    internal static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));

    /// <summary>True where the hello proves the token for this nonce. The token itself is accepted only where nobody can read along: from a loopback peer or over TLS.</summary>
    internal static bool IsProven(string token, string nonce, BridgeHello hello, BridgeConnection connection)
    {
        if (hello.Mac.Length > 0)
        {
            return SameText(Prove(token, nonce, hello.Login, hello.Server), hello.Mac.ToLowerInvariant());
        }

        return (connection.IsEncrypted || IPAddress.IsLoopback(connection.Peer)) && hello.Token.Length > 0 && SameText(token, hello.Token);
    }

    /// <summary>Compares digests, so that neither content nor length shows in the time taken.</summary>
    private static bool SameText(string expected, string given) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
