using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class ValueWindowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(20)]
    public void Add_RandomValues_EqualsAListOfTheLast(int capacity)
    {
        var random = new Random(capacity);
        var window = new ValueWindow(capacity);
        var all = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var value = random.Next(-50, 50);
            window.Add(value);
            all.Add(value);
            var last = all.TakeLast(capacity).ToArray();
            var sorted = last.Order().ToArray();
            var middle = sorted.Length / 2;

            Assert.Equal(last.Length, window.Count);
            Assert.Equal(last.Reverse(), Enumerable.Range(0, window.Count).Select(age => window[age]));
            Assert.Equal(last.Sum(), window.Sum());
            Assert.Equal(last.Average(), window.Mean(), 1e-12);
            Assert.Equal(Math.Sqrt(last.Average(v => Math.Pow(v - last.Average(), 2))), window.Deviation(window.Mean()), 1e-12);
            Assert.Equal(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0, window.Median());
        }
    }

    [Fact]
    public void This_AgeBeyondCount_Throws()
    {
        var window = new ValueWindow(3);
        window.Add(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => window[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => window[-1]);
    }

    [Fact]
    public void LoadState_WrappedWindow_GoesOnBitForBit()
    {
        var random = new Random(5);
        var first = new ValueWindow(5);
        for (var i = 0; i < 8; i++)
        {
            first.Add(random.NextDouble());
        }

        var second = new ValueWindow(5);
        StateBytes.Load(second, StateBytes.Save(first));
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(first.Sum(), second.Sum());
            Assert.Equal(first.Deviation(first.Mean()), second.Deviation(second.Mean()));
            var value = random.NextDouble();
            first.Add(value);
            second.Add(value);
        }
    }
}
