using NodaTime;

namespace TradingDesk.Core.Analysis.Structure.Sessions;

/// <summary>
/// The sessions and kill zones that structure is read by, each in its own place's time. The hours are those of DOMAIN B1.7 in the season for which they
/// were written (Sydney and New York in their winter, the others in summer, when London is an hour and New York four behind).
/// </summary>
public static class SessionTable
{
    private const string Sydney = "Australia/Sydney";
    private const string Tokyo = "Asia/Tokyo";
    private const string London = "Europe/London";
    private const string NewYork = "America/New_York";

    public static IReadOnlyList<SessionDefinition> Default { get; } =
    [
        new(StructureTag.Sydney, Sydney, new LocalTime(7, 0), new LocalTime(16, 0)),
        new(StructureTag.Tokyo, Tokyo, new LocalTime(9, 0), new LocalTime(18, 0)),
        new(StructureTag.London, London, new LocalTime(8, 0), new LocalTime(17, 0)),
        new(StructureTag.NewYork, NewYork, new LocalTime(8, 0), new LocalTime(17, 0)),
        new(StructureTag.AsianKillZone, Tokyo, new LocalTime(9, 0), new LocalTime(13, 0)),
        new(StructureTag.LondonOpenKillZone, London, new LocalTime(7, 0), new LocalTime(10, 0)),
        new(StructureTag.NewYorkKillZone, NewYork, new LocalTime(7, 0), new LocalTime(10, 0)),
        new(StructureTag.LondonCloseKillZone, London, new LocalTime(15, 0), new LocalTime(17, 0)),
    ];
}
