using System.Globalization;

namespace TradingDesk.Core.Risk.Rules;

/// <summary>No entry on data that are poor. Decisions have the same gate; this one also stands in the way of what did not come from them.</summary>
internal sealed class DataQualityRule : IEntryRule
{
    public Refusal? Check(in EntryRequest request)
    {
        if (request.Quote.Quality is not { AllowsEntries: false } poor)
        {
            return null;
        }

        var score = poor.Score;
        return new Refusal("DATA_QUALITY", poor.Threshold, score.Value, string.Create(CultureInfo.InvariantCulture, $"data quality {score.Value:0.00}, at least {poor.Threshold:0.00} wanted: {score.Words}"));
    }
}
