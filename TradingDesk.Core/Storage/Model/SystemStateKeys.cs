namespace TradingDesk.Core.Storage.Model;

/// <summary>Keys of <c>system_state</c>. Numbers are plain text, records JSON.</summary>
internal static class SystemStateKeys
{
    public const string LastSequence = "journal.lastSequence";
    public const string LastEventAt = "journal.lastEventAt";
    public const string Balance = "account.balance";
    public const string PeakBalance = "account.peakBalance";
    public const string LastOrderNumber = "number.order";
    public const string LastFillNumber = "number.fill";
    public const string LastPositionNumber = "number.position";
    public const string Kill = "risk.kill";
    public const string Shadow = "risk.shadow";
    public const string CursorKey = "cursor.key";
}
