namespace TradingDesk.Core.Storage.Sqlite;

/// <summary>
/// SQLite has one writer at a time. Whoever writes passes here; the journal goes before everybody who waits, so that a commit never waits for more than the one
/// transaction in progress.
/// </summary>
internal sealed class WriterGate
{
    private readonly object _monitor = new();
    private bool _taken;
    private int _urgentWaiting;

    /// <summary>Waits for the turn. Not re-entrant.</summary>
    public Turn Enter(bool urgent)
    {
        lock (_monitor)
        {
            _urgentWaiting += urgent ? 1 : 0;
            while (_taken || (!urgent && _urgentWaiting > 0))
            {
                Monitor.Wait(_monitor);
            }

            _urgentWaiting -= urgent ? 1 : 0;
            _taken = true;
        }

        return new Turn(this);
    }

    private void Leave()
    {
        lock (_monitor)
        {
            _taken = false;
            Monitor.PulseAll(_monitor);
        }
    }

    /// <summary>Disposing it ends the turn.</summary>
    public readonly struct Turn(WriterGate gate) : IDisposable
    {
        public void Dispose() => gate.Leave();
    }
}
