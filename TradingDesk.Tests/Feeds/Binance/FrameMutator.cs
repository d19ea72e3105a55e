using System.Text;
using System.Text.Json.Nodes;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>An endless, seeded supply of frames: valid ones, ones with permuted, doubled or dropped keys, and ones with damaged bytes.</summary>
internal sealed class FrameMutator(int seed)
{
    private static readonly string[] Values =
        ["1", "-1", "0", "01", "1.0", "1e3", "9223372036854775807", "9223372036854775808", "123456789012345678", "1234567890123456789", "null", "true", "false", "\"\"", "\"1\"", "\"-1\"", "\"1.5\"", "\"1e5\"", "\"1,5\"",
            "\"NaN\"", "\"123456789.123456789012\"", "\"0.00000001\"", "\"BTCUSDT\"", "\"\\u0042TCUSDT\"", "\"trade\"", "[]", "[[]]", "[[\"1\",\"2\"]]", "[[\"1\",2]]", "[[\"1\",\"2\",\"3\"]]", "{}", "{\"a\":1}", "\"é\""];

    private static readonly string[] Names =
        ["e", "E", "s", "a", "b", "A", "B", "p", "q", "u", "U", "pu", "t", "T", "f", "l", "m", "M", "k", "X", "nq", "st", "data", "stream", "result", "id", "code", "error", "lastUpdateId", "bids", "asks", "\\u0065", "\\ud800"];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var sample = FrameCase.Samples[_random.Next(FrameCase.Samples.Length)];
        switch (_random.Next(8))
        {
            case 0:
                return FrameCase.Utf8(sample);
            case 1:
                return FrameCase.Utf8(Rewrite(sample, Permute));
            case 2:
                return FrameCase.Utf8(Rewrite(sample, InsertField));
            case 3:
                return FrameCase.Utf8(Rewrite(sample, ReplaceValue));
            case 4:
                return FrameCase.Utf8(Rewrite(Rewrite(sample, Permute), DoubleField));
            case 5:
                return FrameCase.Utf8(sample)[.._random.Next(sample.Length)];
            case 6:
                return FrameCase.Utf8(InsertBlanks(sample));
            default:
                return Damage(FrameCase.Utf8(sample));
        }
    }

    private byte[] Damage(byte[] bytes)
    {
        for (var n = _random.Next(1, 4); n > 0; n--)
        {
            var at = _random.Next(bytes.Length);
            switch (_random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[(at + 1)..]];
                    break;
                default:
                    bytes = [.. bytes[..at], (byte)"\"\\{}[],:0 e-."[_random.Next(13)], .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }

    private string InsertBlanks(string text)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            result.Append(c);
            if (c is ',' or ':' && _random.Next(3) == 0)
            {
                result.Append(" \n\t"[_random.Next(3)]);
            }
        }

        return result.ToString();
    }

    /// <summary>Works on the fields of the innermost event object, as name and value texts.</summary>
    private static string Rewrite(string sample, Action<List<(string Name, string Value)>> change)
    {
        var root = JsonNode.Parse(sample)!.AsObject();
        var data = root["data"] as JsonObject;
        var fields = (data ?? root).Select(p => (p.Key, p.Value?.ToJsonString() ?? "null")).ToList();
        change(fields);
        var body = "{" + string.Join(",", fields.Select(f => $"\"{f.Item1}\":{f.Item2}")) + "}";
        return data is null ? body : $"{{\"stream\":{root["stream"]!.ToJsonString()},\"data\":{body}}}";
    }

    private void Permute(List<(string Name, string Value)> fields)
    {
        for (var i = fields.Count - 1; i > 0; i--)
        {
            var j = _random.Next(i + 1);
            (fields[i], fields[j]) = (fields[j], fields[i]);
        }
    }

    private void InsertField(List<(string Name, string Value)> fields) =>
        fields.Insert(_random.Next(fields.Count + 1), (Names[_random.Next(Names.Length)], Values[_random.Next(Values.Length)]));

    private void ReplaceValue(List<(string Name, string Value)> fields)
    {
        var at = _random.Next(fields.Count);
        fields[at] = (fields[at].Name, Values[_random.Next(Values.Length)]);
    }

    private void DoubleField(List<(string Name, string Value)> fields) => fields.Insert(_random.Next(fields.Count + 1), fields[_random.Next(fields.Count)]);
}
