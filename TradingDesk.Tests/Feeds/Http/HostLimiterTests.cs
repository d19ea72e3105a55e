using System.Net;
using TradingDesk.Core.Feeds.Http;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Feeds.Http;

public sealed class HostLimiterTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly HostLimiter _limiter;

    public HostLimiterTests() => _limiter = new HostLimiter("venue.test", _clock, weightPerMinute: 600, use: 1);

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public void Rejection_HalvesAndRegainsATenthEveryTenSecondsAfterAMinute()
    {
        Reject(429, retryAfterSeconds: 1);
        Assert.Equal(300, _limiter.State.Rate);
        Reject(429, retryAfterSeconds: 1);
        Assert.Equal(150, _limiter.State.Rate);
        _clock.Advance(TimeSpan.FromSeconds(69));
        Assert.Equal(150, _limiter.State.Rate);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(210, _limiter.State.Rate, 9);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(390, _limiter.State.Rate, 9);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(600, _limiter.State.Rate);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(418)]
    public async Task Rejection_RetryAfter_HoldsEverybody(int status)
    {
        Reject(status, retryAfterSeconds: 30);
        Assert.Equal(TimeSpan.FromSeconds(30), await _limiter.AcquireAsync(1, patience: TimeSpan.Zero, None));
        var waiting = _limiter.AcquireAsync(1, TimeSpan.FromSeconds(60), None).AsTask();
        Assert.Equal(1, _limiter.State.Waiting);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await waiting.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal((0, 1L), (_limiter.State.Waiting, _limiter.State.Rejected));
    }

    /// <summary>However requests come, no stretch of a minute after the first carries more than the rate allows, and never more than the host's own minute.</summary>
    [Fact]
    public async Task Acquire_SeededDemand_NeverAboveTheRate()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        var sent = new List<(TimeSpan At, int Weight)>();
        for (var i = 0; i < 4_000; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 200)));
            var weight = random.Next(1, 50);
            if (await _limiter.AcquireAsync(weight, TimeSpan.Zero, None) is null)
            {
                sent.Add((_clock.GetElapsedTime(0), weight));
            }
        }

        foreach (var (at, _) in sent.Where(s => s.At > TimeSpan.FromMinutes(1)))
        {
            var used = sent.Where(s => s.At >= at && s.At < at + TimeSpan.FromMinutes(1)).Sum(s => s.Weight);
            Assert.True(used <= 1_200, $"seed {Seed}: {used} from {at}"); // two of the host's minutes at most lie in any minute
        }

        var total = sent.Sum(s => s.Weight) / sent[^1].At.TotalMinutes;
        Assert.InRange(total, 500, 700);
    }

    [Fact]
    public void Report_TheHostsCountOverrules()
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.OK);
        answer.Headers.Add("used", "599");
        Assert.False(_limiter.IsRejection(answer, "used"));
        Assert.NotNull(_limiter.AcquireAsync(5, TimeSpan.Zero, None).AsTask().Result);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(_limiter.AcquireAsync(5, TimeSpan.Zero, None).AsTask().Result);
    }

    [Fact]
    public async Task Acquire_TooManyWaiting_Refused()
    {
        Reject(429, retryAfterSeconds: 30);
        var waiting = Enumerable.Range(0, HostLimiter.MaxWaiting).Select(_ => _limiter.AcquireAsync(1, TimeSpan.FromMinutes(2), None).AsTask()).ToArray();
        Assert.NotNull(await _limiter.AcquireAsync(1, TimeSpan.FromMinutes(2), None));
        Assert.Equal(HostLimiter.MaxWaiting, _limiter.State.Waiting);
        for (var i = 0; i < 1_000 && !Array.TrueForAll(waiting, t => t.IsCompleted); i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        Assert.All(waiting, t => Assert.True(t.IsCompletedSuccessfully && t.Result is null));
    }

    /// <summary>Setting the machine's clock moves nothing: waits are elapsed time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Acquire_WallClockSet_WaitsTheSame(int hours)
    {
        Reject(429, retryAfterSeconds: 30);
        _clock.ShiftWallClock(TimeSpan.FromHours(hours));
        Assert.Equal(TimeSpan.FromSeconds(30), await _limiter.AcquireAsync(1, TimeSpan.Zero, None));
    }

    /// <summary>A 429 that does not say how long: 1, 2, 4, 8, 16 s, each at least half of it, and the same from the same seed.</summary>
    [Fact]
    public void Backoff_DoublesToSixteenWithSeededJitter()
    {
        var (one, same, other) = (new SeededBackoff(3), new SeededBackoff(3), new SeededBackoff(4));
        var waits = Enumerable.Range(0, 7).Select(one.Next).ToList();
        Assert.Equal(waits, Enumerable.Range(0, 7).Select(same.Next));
        Assert.NotEqual(waits, Enumerable.Range(0, 7).Select(other.Next));
        Assert.All(waits.Zip((int[])[1, 2, 4, 8, 16, 16, 16]), pair => Assert.InRange(pair.First.TotalSeconds, pair.Second / 2.0, pair.Second));
    }

    private void Reject(int status, int retryAfterSeconds)
    {
        using var answer = new HttpResponseMessage((HttpStatusCode)status);
        answer.Headers.Add("Retry-After", retryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(_limiter.IsRejection(answer, null));
    }
}
