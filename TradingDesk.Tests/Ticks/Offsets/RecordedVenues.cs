using System.Globalization;
using System.IO.Compression;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Ticks.Offsets;

/// <summary>A day of EURUSD quotes of two brokers, as recorded: milliseconds since midnight by each broker's own clock, bid, ask.</summary>
internal static class RecordedVenues
{
    public const string Oanda = "lean-ticks/oanda_eurusd_tick_20140507.zip";
    public const string Fxcm = "lean-ticks/fxcm_eurusd_tick_20140507.zip";
    public const double Pip = 0.0001;

    private static readonly Timestamp Midnight = Timestamp.FromDateTimeOffset(new DateTimeOffset(2014, 5, 7, 0, 0, 0, TimeSpan.Zero));

    public static List<TimedMid> Read(string file)
    {
        using var archive = ZipFile.OpenRead(SharedData.Require(file));
        using var reader = new StreamReader(archive.Entries.Single().Open());
        var mids = new List<TimedMid>(100_000);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(',');
            var bid = double.Parse(parts[1], CultureInfo.InvariantCulture);
            var ask = double.Parse(parts[2], CultureInfo.InvariantCulture);
            mids.Add(new TimedMid(Midnight + TimeSpan.FromMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture)), (bid + ask) * 0.5));
        }

        return mids;
    }
}
