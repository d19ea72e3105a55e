using System.Net.Mime;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using TradingDesk.Api.Hosting;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Domain;

namespace TradingDesk.Api.Endpoints;

/// <summary>A request's body, read once, within the size limit.</summary>
internal static class RequestBody
{
    public const string MergePatch = "application/merge-patch+json";
    private static readonly object Key = new();

    /// <summary>The bytes, or the problem that keeps them out (413, 415).</summary>
    public static async Task<(byte[] Bytes, DeskProblem? Problem)> ReadAsync(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var found) && found is byte[] known)
        {
            return (known, null);
        }

        var limit = context.RequestServices.GetRequiredService<DeskHttpOptions>().MaxBodyBytes;
        if (context.Request.ContentLength > limit)
        {
            return ([], DeskProblem.ForStatus(StatusCodes.Status413PayloadTooLarge));
        }

        var buffer = new MemoryStream();
        var chunk = new byte[4_096];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > limit)
            {
                return ([], DeskProblem.ForStatus(StatusCodes.Status413PayloadTooLarge));
            }
        }

        var bytes = buffer.ToArray();
        context.Items[Key] = bytes;
        return (bytes, null);
    }

    /// <summary>The body as a JSON object. Only JSON media types are taken: a cross-site form cannot send those.</summary>
    public static async Task<(JsonElement Root, DeskProblem? Problem)> ReadObjectAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || type.MediaType.Value is not (MediaTypeNames.Application.Json or MergePatch)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return (default, DeskProblem.ForStatus(StatusCodes.Status415UnsupportedMediaType));
        }

        var (bytes, problem) = await ReadAsync(context);
        if (problem is not null)
        {
            return (default, problem);
        }

        if (!Utf8.IsValid(bytes))
        {
            return (default, Bad("The body is not valid UTF-8."));
        }

        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 };
            using var document = JsonDocument.Parse(bytes, options);
            CheckText(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (document.RootElement.Clone(), null)
                : (default, Bad("The body must be a JSON object."));
        }
        catch (JsonException)
        {
            return (default, Bad("The body is not valid JSON (no comments, no key twice, at most 32 levels)."));
        }
        catch (InvalidOperationException)
        {
            // How System.Text.Json answers where an escape makes half a surrogate pair.
            return (default, Bad("The body holds text that is not valid Unicode."));
        }
    }

    /// <summary>Reads every name and text once, so that nobody who reads them later can fail.</summary>
    private static void CheckText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    CheckText(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    CheckText(member.Value);
                }

                break;
        }
    }

    private static DeskProblem Bad(string message)
    {
        var faults = new InputFaults();
        faults.Add("$", message);
        return DeskProblem.BadInput(faults);
    }
}

/// <summary>Reads the members of a JSON object and collects every fault, unknown members included.</summary>
internal sealed class ObjectReader(JsonElement root, InputFaults faults)
{
    private const int MaxSymbols = 50;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public bool? RequiredBoolean(string name)
    {
        switch (Member(name)?.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                faults.Add(name, "Required: true or false.");
                return null;
        }
    }

    public string? RequiredText(string name)
    {
        if (Text(name) is { } text && PlainText.IsGood(text))
        {
            return text.Trim();
        }

        faults.Add(name, "Required. " + PlainText.Rule);
        return null;
    }

    public string? RequiredName(string name, IReadOnlyList<string> known)
    {
        if (Text(name) is { } text && known.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        faults.Add(name, $"Required: one of {string.Join(", ", known)}.");
        return null;
    }

    /// <summary>An optional list of the desk's symbols.</summary>
    public IReadOnlyList<Symbol> Symbols(string name, IReadOnlyCollection<Symbol> known)
    {
        if (Member(name) is not { ValueKind: not JsonValueKind.Null } list)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxSymbols)
        {
            faults.Add(name, $"Must be a list of at most {MaxSymbols} symbols.");
            return [];
        }

        var symbols = new List<Symbol>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var isSymbol = Symbol.TryParse(AsText(item), out var symbol);
            if (!isSymbol)
            {
                faults.Add($"{name}[{index}]", "A symbol has 3 to 20 characters of A-Z and 0-9.");
            }
            else if (!known.Contains(symbol))
            {
                faults.Add($"{name}[{index}]", "The desk has no such symbol.");
            }
            else if (!symbols.Contains(symbol))
            {
                symbols.Add(symbol);
            }

            index++;
        }

        return symbols;
    }

    /// <summary>Call last: what was not read is a fault.</summary>
    public void RefuseOthers()
    {
        if (root.EnumerateObject().Any(member => !_read.Contains(member.Name)))
        {
            faults.Add("$", $"Only these members are known: {string.Join(", ", _read)}.");
        }
    }

    private JsonElement? Member(string name)
    {
        _read.Add(name);
        return root.TryGetProperty(name, out var value) ? value : null;
    }

    private string? Text(string name) => Member(name) is { } value ? AsText(value) : null;

    private static string? AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
