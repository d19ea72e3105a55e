using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Ticks.Fusion;
using TradingDesk.Tests.Support;
using Xunit;

namespace TradingDesk.Tests.Ticks.Fusion;

public sealed class VenueSelectorTests
{
    private readonly VenueSelector _selector = new(new FusionOptions());
    private readonly List<(int Second, CarryAction Action)> _actions = [];
    private int _now;

    [Fact]
    public void OnClock_PrimaryDeadForFifteenSeconds_BeginsAtTheLoss()
    {
        Run(60, FeedState.Live).Run(20, FeedState.Dead);

        Assert.Equal([(60, CarryAction.Hold), (75, CarryAction.Begin)], _actions);
        Assert.Equal(At(59), _selector.CarriedFrom);
        Assert.False(_selector.Carries(At(59)));
        Assert.True(_selector.Carries(At(60)));
    }

    [Fact]
    public void OnClock_BackBeforeFailover_NothingIsCarried()
    {
        Run(60, FeedState.Live).Run(14, FeedState.Dead).Run(60, FeedState.Live);

        Assert.Equal([(60, CarryAction.Hold), (74, CarryAction.Release)], _actions);
        Assert.False(_selector.Carries(At(65)));
    }

    [Fact]
    public void OnClock_PrimarySteadyForAMinute_ReturnsAtTheNextBoundary()
    {
        Run(60, FeedState.Live).Run(90, FeedState.Dead).Run(120, FeedState.Live);

        Assert.Equal([(60, CarryAction.Hold), (75, CarryAction.Begin), (210, CarryAction.Return), (240, CarryAction.End)], _actions);
        Assert.True(_selector.Carries(At(239)));
        Assert.False(_selector.Carries(At(240)));
    }

    [Fact]
    public void OnClock_PrimaryFlickers_SecondaryGoesOn()
    {
        Run(60, FeedState.Live).Run(90, FeedState.Dead);
        for (var i = 0; i < 5; i++)
        {
            Run(50, FeedState.Live).Run(2, FeedState.Dead);
        }

        Assert.Equal(CarryAction.Begin, _actions[^1].Action);
        Assert.True(_selector.IsCarrying);
    }

    [Fact]
    public void OnClock_LostAgainBeforeTheBoundary_GoesOn()
    {
        Run(60, FeedState.Live).Run(90, FeedState.Dead).Run(70, FeedState.Live).Run(40, FeedState.Dead);

        Assert.Equal([CarryAction.Hold, CarryAction.Begin, CarryAction.Return, CarryAction.Resume], _actions.Select(a => a.Action));
        Assert.True(_selector.Carries(At(250)));
    }

    [Theory]
    [InlineData(FeedState.Dead, true)]
    [InlineData(FeedState.Quiet, true)]
    [InlineData(FeedState.Live, false)]
    public void OnClock_NoUsableSecondary_NeverBegins(FeedState secondary, bool isOffsetUsable)
    {
        Run(60, FeedState.Live, secondary, isOffsetUsable).Run(600, FeedState.Dead, secondary, isOffsetUsable);

        Assert.Empty(_actions);
        Assert.True(_selector.IsPrimaryLost);
    }

    [Fact]
    public void OnClock_OffsetGrowsStale_GivesUpAtTheNextBoundary()
    {
        Run(60, FeedState.Live).Run(90, FeedState.Dead).Run(5, FeedState.Dead, isOffsetUsable: false);

        Assert.Equal((150, CarryAction.GiveUp), _actions[^1]);
        Assert.Equal(At(180), _selector.CarriedTo);
        Assert.False(_selector.IsCarrying);
    }

    [Fact]
    public void OnClock_SecondaryDiesWhileCarrying_WaitsThenGivesUp()
    {
        Run(60, FeedState.Live).Run(90, FeedState.Dead).Run(30, FeedState.Dead, FeedState.Dead);

        Assert.Equal((165, CarryAction.GiveUp), _actions[^1]);
    }

    [Fact]
    public void OnClock_MarketClosed_BeginsNothing()
    {
        Run(60, FeedState.Live).Run(10, FeedState.Dead).Run(100, FeedState.Closed);

        Assert.Equal([(60, CarryAction.Hold), (70, CarryAction.Release)], _actions);
    }

    [Fact]
    public void OnClock_FailoverSwitchedOff_NeverBegins()
    {
        _selector.Apply(new FusionOptions { FailoverEnabled = false });

        Run(60, FeedState.Live).Run(200, FeedState.Dead);

        Assert.Empty(_actions);
    }

    [Fact]
    public void SaveState_WhileCarrying_GoesOnAlike()
    {
        Run(60, FeedState.Live).Run(90, FeedState.Dead).Run(30, FeedState.Live);
        var second = new VenueSelectorTests { _now = _now };
        StateBytes.Load(second._selector, StateBytes.Save(_selector));
        _actions.Clear();

        Run(120, FeedState.Live);
        second.Run(120, FeedState.Live);

        Assert.Equal(_actions, second._actions);
        Assert.NotEmpty(_actions);
    }

    private static Timestamp At(int second) => Timestamp.FromUnixSeconds(1_767_225_600 + second);

    private VenueSelectorTests Run(int seconds, FeedState primary, FeedState secondary = FeedState.Live, bool isOffsetUsable = true)
    {
        for (var i = 0; i < seconds; i++, _now++)
        {
            _latest = primary == FeedState.Live ? _now : _latest;
            var action = _selector.OnClock(At(_now), new CarryInput(primary, secondary, At(_latest), IsPrimaryDoubtful: false, isOffsetUsable));
            if (action != CarryAction.None)
            {
                _actions.Add((_now, action));
            }
        }

        return this;
    }

    private int _latest;
}
