namespace TradingDesk.Core.Risk.Rules;

/// <summary>No entries at any kill level above NORMAL.</summary>
internal sealed class KillLevelRule : IEntryRule
{
    public Refusal? Check(in EntryRequest request) => request.Account.KillLevel == KillLevel.Normal
        ? null
        : new Refusal("KILL_LEVEL", (double)KillLevel.Normal, (double)request.Account.KillLevel, $"the kill switch is at {request.Account.KillLevel.ToName()}");
}
