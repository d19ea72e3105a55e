using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Feeds.Context;

namespace TradingDesk.Core.Storage;

/// <summary>The economic calendar over restarts: <c>calendar.json</c> in the data folder, replaced as a whole. What cannot be read is as if it were not there: the source sends it again.</summary>
public sealed class CalendarFile(string dataFolder, ILogger<CalendarFile>? logger = null)
{
    public const string FileName = "calendar.json";
    private const long MaxBytes = 8_000_000;

    private readonly string _path = Path.Combine(dataFolder, FileName);
    private readonly ILogger _logger = logger ?? NullLogger<CalendarFile>.Instance;

    /// <summary>The stored calendar; <see langword="null"/> where there is none that can be read.</summary>
    public CalendarState? Load()
    {
        try
        {
            if (!File.Exists(_path) || new FileInfo(_path).Length > MaxBytes)
            {
                return null;
            }

            using var file = File.OpenRead(_path);
            return JsonSerializer.Deserialize<CalendarState>(file, DeskJson.Options) is { Source: not null, Events: not null } state ? state : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            _logger.LogWarning(e, "The stored calendar could not be read.");
            return null;
        }
    }

    /// <summary>Writes beside the old file and puts the new one in its place. False where the disk refuses (logged).</summary>
    public bool Save(CalendarState state)
    {
        try
        {
            var fresh = _path + ".new";
            using (var file = File.Create(fresh))
            {
                JsonSerializer.Serialize(file, state, DeskJson.Options);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, _path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning(e, "The calendar could not be stored.");
            return false;
        }
    }
}
