using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline;

/// <summary>Stores what the desk derives of two venues: fused candles, and data quality summed up by day. One thread.</summary>
public sealed class DerivedWriter
{
    private readonly IVolumeWriter _volume;
    private readonly IReadOnlyList<Instrument> _instruments;
    private readonly QualityOptions _options;
    private readonly QualityDay?[] _days;

    /// <param name="lastDay">The newest stored day of a symbol: a restart goes on where the day was.</param>
    public DerivedWriter(IVolumeWriter volume, IReadOnlyList<Instrument> instruments, QualityOptions options, Func<Symbol, QualityDayRow?> lastDay)
    {
        (_volume, _instruments, _options) = (volume, instruments, options);
        _days = [.. instruments.Select(instrument => lastDay(instrument.Symbol) is { } row ? DerivedRows.DayOf(row) : null)];
    }

    public void Write(int instrumentId, M5Candle candle) => _volume.Write(DerivedRows.Of(_instruments[instrumentId], candle));

    public void Write(int instrumentId, QualityMinute minute)
    {
        ref var day = ref _days[instrumentId];
        day = (day is { } known && known.Day == minute.Day ? known : QualityDay.Empty(minute.Day)).Add(minute);
        _volume.Write(DerivedRows.Of(_instruments[instrumentId].Symbol, day, _options));
    }
}
