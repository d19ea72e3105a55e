using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Support;

/// <summary>State as bytes, to carry it over and to compare it.</summary>
public static class StateBytes
{
    public static byte[] Save(IHasState source)
    {
        using var stream = new MemoryStream();
        using var writer = new StateWriter(stream);
        source.SaveState(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Loads the state and checks that nothing is left over.</summary>
    public static T Load<T>(T target, byte[] bytes)
        where T : IHasState
    {
        using var stream = new MemoryStream(bytes);
        using var reader = new StateReader(stream);
        target.LoadState(reader);
        Assert.Equal(bytes.Length, stream.Position);
        return target;
    }
}
