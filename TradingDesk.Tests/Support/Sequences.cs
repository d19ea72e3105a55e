namespace TradingDesk.Tests.Support;

/// <summary>Equality of long sequences of values, with the first difference; xunit's own comparison is slow on tens of thousands of records.</summary>
public static class Sequences
{
    public static void AssertEqual<T>(IEnumerable<T> expected, IEnumerable<T> actual)
        where T : IEquatable<T>
    {
        var (left, right) = (expected.ToArray(), actual.ToArray());
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (!left[i].Equals(right[i]))
            {
                Assert.Fail($"Item {i} differs.\nExpected: {left[i]}\nActual:   {right[i]}");
            }
        }

        Assert.Equal(left.Length, right.Length);
    }
}
