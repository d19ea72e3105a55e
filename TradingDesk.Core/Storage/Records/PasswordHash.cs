using System.Globalization;
using System.Security.Cryptography;

namespace TradingDesk.Core.Storage.Records;

/// <summary>PBKDF2 with SHA-256, as text: <c>pbkdf2-sha256$ITERATIONS$SALT$HASH</c>.</summary>
internal static class PasswordHash
{
    private const string Name = "pbkdf2-sha256";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    public static string Create(string password, int iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, HashBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Name}${iterations}${Convert.ToHexStringLower(salt)}${Convert.ToHexStringLower(hash)}");
    }

    /// <exception cref="FormatException">The stored text was not made by <see cref="Create"/>.</exception>
    public static bool Verify(string password, string stored)
    {
        var parts = stored.Split('$');
        if (parts.Length != 4 || parts[0] != Name)
        {
            throw new FormatException("A stored password hash cannot be read.");
        }

        var iterations = int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture);
        var expected = Convert.FromHexString(parts[3]);
        var actual = Rfc2898DeriveBytes.Pbkdf2(password, Convert.FromHexString(parts[2]), iterations, HashAlgorithmName.SHA256, expected.Length);
        return CryptographicOperations.FixedTimeEquals(actual, expected);
    }
}
