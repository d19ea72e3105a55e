using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>The bridge's own certificate, where it speaks TLS.</summary>
internal static class BridgeCertificate
{
    /// <summary>Loads the PKCS#12 file of the options; <see langword="null"/> where none is named.</summary>
    /// <exception cref="CryptographicException">The file is not there, holds no private key or has another password.</exception>
    public static X509Certificate2? Load(BridgeOptions options)
    {
        if (options.CertificateFile.Length == 0)
        {
            return null;
        }

        if (!File.Exists(options.CertificateFile))
        {
            throw new CryptographicException($"There is no file {options.CertificateFile}.");
        }

        var certificate = X509CertificateLoader.LoadPkcs12FromFile(options.CertificateFile, options.CertificatePassword);
        return certificate.HasPrivateKey ? certificate : throw new CryptographicException("The certificate has no private key.");
    }

    /// <summary>Takes the server's part of the handshake over a connected stream.</summary>
    public static async Task<SslStream> AuthenticateAsync(Stream stream, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, ClientCertificateRequired = false }, cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
