namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>
/// How many ticks of one kind each minute holds, from a hash and the session's activity, and the running number of each minute's first tick as a
/// prefix sum. So ids are consecutive over all time and any minute can be made without the ones before it.
/// </summary>
internal sealed class TickCounts
{
    private const int MinutesPerBlock = 60;
    private const double QuietestActivity = 0.12;

    private readonly ulong _seed;
    private readonly double _perMinute;
    private readonly bool _silentWhileClosed;
    private readonly LatentPath _path;
    private readonly long _originMinute;
    private readonly Lock _growth = new();
    private readonly GrowingList<long> _firstOfBlock = new();

    public TickCounts(ulong seed, double perSecond, bool silentWhileClosed, LatentPath path, long originMinute)
    {
        _seed = seed;
        _perMinute = perSecond * 60;
        _silentWhileClosed = silentWhileClosed;
        _path = path;
        _originMinute = originMinute;
        _firstOfBlock.Append(0);
    }

    /// <summary>Ticks in the minute; at least one while the venue is open.</summary>
    public int CountOf(long minute)
    {
        if (_perMinute <= 0)
        {
            return 0;
        }

        var rate = _path.Activity.RateAt(minute * 60_000_000);
        if (rate <= 0 && _silentWhileClosed)
        {
            return 0;
        }

        var activity = Math.Max(QuietestActivity, Math.Sqrt(rate));
        var burst = 0.55 + (0.9 * SimRandom.ToUnit(SimRandom.Combine(_seed, 11, minute)));
        return Math.Max(1, (int)(_perMinute * activity * burst));
    }

    /// <summary>Ticks from the beginning of the market to the start of the minute.</summary>
    public long FirstIndexOf(long minute)
    {
        var offset = minute - _originMinute;
        var block = (int)(offset / MinutesPerBlock);
        EnsureBlocks(block);
        var index = _firstOfBlock.Items[block];
        for (var m = _originMinute + ((long)block * MinutesPerBlock); m < minute; m++)
        {
            index += CountOf(m);
        }

        return index;
    }

    /// <summary>The minute that holds tick <paramref name="index"/>; the caller has made sure that it lies before <paramref name="lastMinute"/>'s end.</summary>
    public long MinuteOf(long index, long lastMinute)
    {
        EnsureBlocks((int)((lastMinute - _originMinute) / MinutesPerBlock) + 1);
        var blocks = _firstOfBlock.Items;
        int low = 0, high = blocks.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (blocks[middle] <= index)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        var minute = _originMinute + ((long)low * MinutesPerBlock);
        var next = blocks[low] + CountOf(minute);
        while (next <= index)
        {
            next += CountOf(++minute);
        }

        return minute;
    }

    private void EnsureBlocks(int block)
    {
        if (block < _firstOfBlock.Count)
        {
            return;
        }

        lock (_growth)
        {
            while (_firstOfBlock.Count <= block)
            {
                var start = _originMinute + ((_firstOfBlock.Count - 1L) * MinutesPerBlock);
                _path.EnsureUntil((start + MinutesPerBlock) * 60_000_000);
                var sum = _firstOfBlock.Items[^1];
                for (var i = 0; i < MinutesPerBlock; i++)
                {
                    sum += CountOf(start + i);
                }

                _firstOfBlock.Append(sum);
            }
        }
    }
}
