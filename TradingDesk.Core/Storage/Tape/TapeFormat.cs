using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Tape;

/// <summary>
/// The tape's format. A file holds one hour of one channel: <c>&lt;tape&gt;/&lt;venue&gt;/&lt;channel&gt;/&lt;yyyyMMdd'T'HH&gt;.gz</c>, gzip of lines
/// <c>&lt;unix ns&gt; &lt;message&gt;</c>. Lines that begin with <c>#</c> are a header (JSON: what is needed to replay the file alone) or the end mark of a run.
/// The last three digits of the nanoseconds number the messages of a venue within one microsecond, so that sorting by them gives the order of arrival.
/// A message that holds a line feed is written as <c>&lt;unix ns&gt;~&lt;base64&gt;</c>.
/// </summary>
internal static class TapeFormat
{
    public const string FormatName = "tradingdesk-tape/1";
    public const string Extension = ".gz";
    public const char Plain = ' ';
    public const char Encoded = '~';
    private const string HourPattern = "yyyyMMdd'T'HH";
    private const int MaxChannelLength = 64;

    public static ReadOnlySpan<byte> EndMark => "# end\n"u8;

    public static long HourOf(Timestamp at) => Timeframe.H1.Floor(at).UnixSeconds / 3_600;

    public static string FileNameOf(long hour) =>
        Timestamp.FromUnixSeconds(hour * 3_600).ToUtcDateTime().ToString(HourPattern, CultureInfo.InvariantCulture) + Extension;

    /// <summary>The hour that a file's name says; <see langword="null"/> for another file.</summary>
    public static long? HourOfFile(string path) =>
        DateTimeOffset.TryParseExact(Path.GetFileNameWithoutExtension(path), HourPattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var hour)
        && Path.GetExtension(path) == Extension ? hour.ToUnixTimeSeconds() / 3_600 : null;

    /// <summary>A channel's folder: lower case; whatever is not a letter, digit, dash, underscore or inner dot becomes an underscore.</summary>
    public static string SafeChannel(string channel)
    {
        var safe = new StringBuilder(Math.Min(channel.Length, MaxChannelLength));
        foreach (var c in channel.AsSpan(0, Math.Min(channel.Length, MaxChannelLength)))
        {
            var isSafe = char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (c == '.' && safe.Length > 0);
            safe.Append(isSafe ? char.ToLowerInvariant(c) : '_');
        }

        return safe.Length == 0 ? "_" : safe.ToString();
    }

    /// <summary>The header line: the venue's own fields after the ones that every file has.</summary>
    public static byte[] HeaderLine(Venue venue, string channel, string? venueFields)
    {
        using var buffer = new MemoryStream();
        buffer.Write("# "u8);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("format", FormatName);
            json.WriteString("venue", venue.ToName());
            json.WriteString("channel", channel);
            if (venueFields is not null)
            {
                using var document = JsonDocument.Parse(venueFields);
                foreach (var field in document.RootElement.EnumerateObject())
                {
                    field.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>Splits a line into instant and message; false where it is damaged. <paramref name="isEncoded"/>: the message is base64.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, out long nanoseconds, out bool isEncoded, out ReadOnlySpan<byte> message)
    {
        message = default;
        isEncoded = false;
        if (!Utf8Parser.TryParse(line, out nanoseconds, out var used) || used >= line.Length || line[used] is not ((byte)Plain or (byte)Encoded))
        {
            return false;
        }

        isEncoded = line[used] == Encoded;
        message = line[(used + 1)..];
        return true;
    }
}
