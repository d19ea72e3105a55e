using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>CopyRates as a terminal does it: H4 and D1 are cut in server time.</summary>
internal sealed class ExpertAdvisorRates(ISimulatedBroker broker, ServerClock serverClock)
{
    private readonly List<BrokerBar> _hours = [];

    /// <summary>Adds closed bars that open in [from, now), at most <paramref name="count"/>, oldest first.</summary>
    public void Copy(int symbol, Timeframe timeframe, Timestamp from, Timestamp now, int count, List<BrokerBar> bars)
    {
        if (timeframe <= Timeframe.H1)
        {
            var end = timeframe.Floor(now);
            var last = from + (timeframe.Duration() * count);
            broker.CopyBars(symbol, timeframe, from, last < end ? last : end, bars);
            return;
        }

        _hours.Clear();
        broker.CopyBars(symbol, Timeframe.H1, FloorInServerTime(timeframe, from), FloorInServerTime(timeframe, now), _hours);
        foreach (var group in _hours.GroupBy(hour => FloorInServerTime(timeframe, hour.OpenTime)).Where(group => group.Key >= from).Take(count))
        {
            var parts = group.ToList();
            bars.Add(new BrokerBar(group.Key, Open: parts[0].Open, High: parts.Max(bar => bar.High), Low: parts.Min(bar => bar.Low), Close: parts[^1].Close,
                TickVolume: parts.Sum(bar => bar.TickVolume), SpreadPoints: parts[^1].SpreadPoints));
        }
    }

    /// <summary>The open time (UTC) of the server's bar that holds an instant.</summary>
    public Timestamp FloorInServerTime(Timeframe timeframe, Timestamp instant)
    {
        var server = timeframe.Floor(Timestamp.FromUnixMilliseconds(serverClock.ToServer(instant.UnixMilliseconds)));
        return Timestamp.FromUnixMilliseconds(serverClock.ToUtc(server.UnixMilliseconds, instant.UnixMilliseconds));
    }
}
