using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>A combined frame as the source generator reads it: the way most clients do.</summary>
internal sealed class FrameDto
{
    [JsonPropertyName("stream")]
    public string? Stream { get; set; }

    [JsonPropertyName("data")]
    public FrameDataDto? Data { get; set; }
}

internal sealed class FrameDataDto
{
    [JsonPropertyName("e")]
    public string? Event { get; set; }

    [JsonPropertyName("E")]
    public long EventTime { get; set; }

    [JsonPropertyName("T")]
    public long TransactionTime { get; set; }

    [JsonPropertyName("s")]
    public string? Symbol { get; set; }

    [JsonPropertyName("t")]
    public long TradeId { get; set; }

    [JsonPropertyName("p")]
    public string? Price { get; set; }

    [JsonPropertyName("q")]
    public string? Quantity { get; set; }

    [JsonPropertyName("m")]
    public bool BuyerIsMaker { get; set; }

    [JsonPropertyName("u")]
    public long UpdateId { get; set; }

    [JsonPropertyName("b")]
    public string? Bid { get; set; }

    [JsonPropertyName("B")]
    public string? BidQuantity { get; set; }

    [JsonPropertyName("a")]
    public string? Ask { get; set; }

    [JsonPropertyName("A")]
    public string? AskQuantity { get; set; }
}

[JsonSerializable(typeof(FrameDto))]
internal sealed partial class FrameJson : JsonSerializerContext
{
    /// <summary>The numbers of a tick frame: price and quantity, or bid, its quantity, ask, its quantity.</summary>
    public static (double First, double Second, double Third, double Fourth, long Id, long Time) Read(byte[] frame)
    {
        var data = JsonSerializer.Deserialize(frame, Default.FrameDto)!.Data!;
        return data.Event is null
            ? (Number(data.Bid), Number(data.BidQuantity), Number(data.Ask), Number(data.AskQuantity), data.UpdateId, 0)
            : (Number(data.Price), Number(data.Quantity), 0, 0, data.TradeId, data.TransactionTime);
    }

    private static double Number(string? text) => double.Parse(text!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
