using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars;

/// <content>The bar in progress, and state.</content>
public sealed partial class TimeframeLadder
{
    /// <summary>The newest bar in progress of a timeframe, for display; false where there is none.</summary>
    public bool TryGetForming(Timeframe timeframe, out FormingBar bar)
    {
        bar = default;
        if (_minuteFrontier == Unset)
        {
            return false;
        }

        if (timeframe <= Timeframe.M1)
        {
            var pending = timeframe == Timeframe.S1 ? _seconds : _minutes;
            var newest = pending.Newest();
            if (newest == Never)
            {
                return false;
            }

            bar = pending.At(newest).Forming(timeframe, new Timestamp(newest), _instrument);
            return true;
        }

        return TryGetFormingLonger(_longer[(int)timeframe - (int)Timeframe.M5], out bar);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("timeframeLadder", 2);
        writer.Write(_instrument.Symbol.Name);
        writer.Write(_latest);
        writer.Write(_watchedSince);
        writer.Write(_minuteFrontier);
        writer.Write(_secondFrontier);
        writer.Write(_held);
        writer.Write(_anyClosed);
        writer.Write(_flatRun);
        writer.Write(_lastClose);
        writer.Write(LateForSecond);
        writer.Write(_carriedFrom);
        writer.Write(_carriedTo);
        _seconds.SaveState(writer);
        _minutes.SaveState(writer);
        _gaps.SaveState(writer);
        _fills.SaveState(writer);
        foreach (var longer in _longer)
        {
            longer.SaveState(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("timeframeLadder", 2);
        var symbol = reader.ReadString();
        if (symbol != _instrument.Symbol.Name)
        {
            throw new InvalidDataException($"The saved bars are of {symbol}, not of {_instrument.Symbol}.");
        }

        _latest = reader.ReadInt64();
        _watchedSince = reader.ReadInt64();
        _minuteFrontier = reader.ReadInt64();
        _secondFrontier = reader.ReadInt64();
        _held = reader.ReadBoolean();
        _anyClosed = reader.ReadBoolean();
        _flatRun = reader.ReadInt32();
        _lastClose = reader.ReadDouble();
        LateForSecond = reader.ReadInt64();
        _carriedFrom = reader.ReadInt64();
        _carriedTo = reader.ReadInt64();
        _seconds.LoadState(reader);
        _minutes.LoadState(reader);
        _gaps.LoadState(reader);
        _fills.LoadState(reader);
        foreach (var longer in _longer)
        {
            longer.LoadState(reader);
        }

        _hotSecond = Unset;
        ScheduleNextClose();
    }

    /// <summary>What has closed of the newest interval, and the pending minutes in it.</summary>
    private bool TryGetFormingLonger(BarAggregator longer, out FormingBar bar)
    {
        bar = default;
        var found = false;
        if (longer.HasBar)
        {
            bar = longer.Forming();
            found = true;
        }

        var newest = _minutes.Newest();
        if (newest == Never)
        {
            return found;
        }

        var open = longer.Timeframe.Floor(new Timestamp(newest));
        found &= bar.OpenTime == open;
        for (var minute = Math.Max(_minutes.Oldest, open.UnixMicroseconds); minute <= newest; minute += Minute)
        {
            if (_minutes.HasTicks(minute))
            {
                var part = _minutes.At(minute).Forming(longer.Timeframe, open, _instrument);
                bar = found ? Join(bar, part) : part;
                found = true;
            }
        }

        return found;
    }

    private static FormingBar Join(in FormingBar bar, in FormingBar later) => bar with
    {
        High = Math.Max(bar.High, later.High),
        Low = Math.Min(bar.Low, later.Low),
        Close = later.Close,
        Volume = bar.Volume + later.Volume,
        TickCount = bar.TickCount + later.TickCount,
        Source = later.Source,
    };
}
