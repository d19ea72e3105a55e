using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Domain;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>Binds an options class from its section and checks its annotations.</summary>
internal static class SectionReader
{
    /// <returns>Fault <c>INVALID_CONFIG</c> naming every value that is out of range or of the wrong type.</returns>
    public static Outcome<T> Read<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        T options;
        try
        {
            options = configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException e)
        {
            return new Fault("INVALID_CONFIG", $"{section}: {e.InnerException?.Message ?? e.Message}") { Field = section };
        }

        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
            ? options
            : new Fault("INVALID_CONFIG", string.Join(" ", results.Select(r => $"{section}: {r.ErrorMessage}"))) { Field = section };
    }

    /// <exception cref="OptionsFaultException">The section is not valid.</exception>
    public static T Require<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var read = Read<T>(configuration, section);
        return read.IsSuccess ? read.Value : throw new OptionsFaultException(read.Fault);
    }
}

/// <summary>The desk cannot start with this configuration; the message is for people.</summary>
public sealed class OptionsFaultException(Fault fault) : Exception(fault.Message);
