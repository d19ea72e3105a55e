using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Quality;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Ticks.Quality;

/// <summary>A monitor of BTCUSD fed by hand: ten quotes a second unless told otherwise.</summary>
internal sealed class MonitorRun : IQualitySink
{
    public static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_773_144_000);

    private double _offset;

    public MonitorRun(QualityOptions? options = null, double normalSpread = 0) =>
        Monitor = new DataQualityMonitor(TestInstruments.Btc(), options ?? new QualityOptions(), normalSpread);

    public DataQualityMonitor Monitor { get; set; }

    public List<QualityReading> Changes { get; } = [];

    public List<QualityMinute> Minutes { get; } = [];

    public Timestamp Now => Start + TimeSpan.FromSeconds(_offset);

    public double Score => Monitor.Reading!.Value.Score.Value;

    public QualityState State => Monitor.Reading!.Value.State;

    /// <summary>Lets seconds pass.</summary>
    /// <param name="crossed">Of ten messages so many are crossed.</param>
    public MonitorRun Pass(int seconds, double spread = 1, int crossed = 0, bool silent = false, VenueDistance? venues = null)
    {
        for (var i = 0; i < seconds; i++)
        {
            for (var message = 0; message < 10 && !silent; message++)
            {
                var at = Now + TimeSpan.FromMilliseconds(message * 90);
                var tick = Tick.Quote(0, Venue.Binance, at, at, bid: 60_000, ask: 60_000 + spread);
                if (message < crossed)
                {
                    Monitor.OnRefused(tick, DiscardReason.Crossed);
                }
                else
                {
                    Monitor.OnAccepted(tick);
                }
            }

            _offset++;
            if (Monitor.IsDue(Now))
            {
                Monitor.Advance(Now, venues, this);
            }
        }

        return this;
    }

    void IQualitySink.OnQualityChanged(QualityReading before, QualityReading now) => Changes.Add(now);

    void IQualitySink.OnQualityMinute(QualityMinute minute) => Minutes.Add(minute);
}
