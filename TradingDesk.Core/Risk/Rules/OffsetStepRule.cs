using System.Globalization;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Risk.Rules;

/// <summary>Where orders go to another venue than bars come from, the offset between them must not be in dispute.</summary>
internal sealed class OffsetStepRule : IEntryRule
{
    public Refusal? Check(in EntryRequest request)
    {
        var standing = request.Quote.Standing;
        return standing is { IsOtherVenue: true, State: OffsetState.Stepping }
            ? new Refusal("OFFSET_STEP", standing.LargestStep, Math.Abs(standing.Step), string.Create(CultureInfo.InvariantCulture, $"the venues' offset seems to have moved by {standing.Step:0.#####}, limit {standing.LargestStep:0.#####}"))
            : null;
    }
}
