using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Conformance;

/// <summary>Flat, huge, tiny, without volume, rising only, falling only.</summary>
internal static class AwkwardBars
{
    public static IEnumerable<Bar> All()
    {
        var index = 0;
        for (var i = 0; i < 100; i++)
        {
            yield return TestBars.Flat(index++, 100, volume: 0);
        }

        for (var i = 0; i < 100; i++)
        {
            yield return TestBars.Make(index++, 4e13, 5e13, 3e13, 4.5e13, 8e12);
        }

        for (var i = 0; i < 100; i++)
        {
            yield return TestBars.Flat(index++, 1e-8, volume: 1e-8);
        }

        for (var i = 1; i < 200; i++)
        {
            yield return TestBars.Flat(index++, i);
        }

        for (var i = 200; i > 0; i--)
        {
            yield return TestBars.Flat(index++, i);
        }
    }
}
