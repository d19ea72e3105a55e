namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>Turns one event into frames, once per form that some client wants (raw or combined, milliseconds or microseconds).</summary>
internal sealed class EventEncoder(SimulatedMarket market)
{
    private readonly BinanceFrameWriter _writer = new(market);
    private readonly byte[]?[] _forms = new byte[]?[4];
    private string _stream = "";
    private Action<BinanceFrameWriter> _write = static _ => { };

    /// <summary>Sets the event; <paramref name="write"/> puts its payload.</summary>
    public void Begin(string stream, TimeSpan clockSkew, Action<BinanceFrameWriter> write)
    {
        _stream = stream;
        _write = write;
        _writer.ClockSkew = clockSkew;
        Array.Clear(_forms);
    }

    public byte[] For(SocketSession session)
    {
        ref var form = ref _forms[(session.IsCombined ? 1 : 0) + (session.IsMicroseconds ? 2 : 0)];
        if (form is null)
        {
            _writer.Clear();
            _writer.IsMicroseconds = session.IsMicroseconds;
            if (session.IsCombined)
            {
                _writer.BeginCombined(_stream);
            }

            _write(_writer);
            if (session.IsCombined)
            {
                _writer.EndCombined();
            }

            form = _writer.Written.ToArray();
        }

        return form;
    }
}
