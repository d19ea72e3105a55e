using TradingDesk.Tests.Support;
using TradingDesk.Web.Live;

namespace TradingDesk.Tests.Web.Live;

public sealed class RedrawTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private int _drawn;

    [Fact]
    public void Request_HundredTimesASecond_DrawsFiveTimesAndTheLastOne()
    {
        using var redraw = new Redraw(_clock, Interval, () => _drawn++);
        for (var request = 0; request < 100; request++)
        {
            redraw.Request();
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        _clock.Advance(Interval);

        Assert.InRange(_drawn, 5, 6);
    }

    [Fact]
    public void Request_AfterPause_DrawsAtOnce()
    {
        using var redraw = new Redraw(_clock, Interval, () => _drawn++);
        redraw.Request();
        _clock.Advance(Interval);

        redraw.Request();

        Assert.Equal(2, _drawn);
    }

    [Fact]
    public void Disposed_DrawsNothingMore()
    {
        var redraw = new Redraw(_clock, Interval, () => _drawn++);
        redraw.Request();
        redraw.Request();
        redraw.Dispose();

        redraw.Request();
        _clock.Advance(Interval * 3);

        Assert.Equal(1, _drawn);
    }
}
