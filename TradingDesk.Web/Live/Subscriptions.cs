using System.Collections.Immutable;

namespace TradingDesk.Web.Live;

/// <summary>Handlers that are told something until they unsubscribe. Thread-safe; telling takes no lock.</summary>
internal sealed class Subscriptions<T>
{
    private ImmutableArray<Action<T>> _handlers = [];

    public IDisposable Add(Action<T> handler)
    {
        ImmutableInterlocked.Update(ref _handlers, handlers => handlers.Add(handler));
        return new Subscription(() => ImmutableInterlocked.Update(ref _handlers, handlers => handlers.Remove(handler)));
    }

    public void Tell(T value)
    {
        foreach (var handler in _handlers)
        {
            handler(value);
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
