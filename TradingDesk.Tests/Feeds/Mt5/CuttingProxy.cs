using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TradingDesk.Tests.Feeds.Mt5;

/// <summary>Stands between stand-in and bridge and cuts the wire after a number of bytes that a seed decides: in the middle of lines, with bytes lost on the way.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Random _random;
    private readonly int _deskPort;
    private readonly Func<string, string> _changeDeskText;
    private readonly Func<string, string>? _changeAdvisorText;
    private readonly Task _running;
    private int _cutsLeft;

    /// <param name="changeDeskText">Changes the lines that the desk sends: where planted bugs go in.</param>
    /// <param name="changeAdvisorText">Changes the lines that the stand-in sends; never cuts then.</param>
    public CuttingProxy(int deskPort, int seed, int cuts, Func<string, string>? changeDeskText = null, Func<string, string>? changeAdvisorText = null)
    {
        _random = new Random(seed);
        _deskPort = deskPort;
        _cutsLeft = cuts;
        _changeAdvisorText = changeAdvisorText;
        _changeDeskText = changeDeskText ?? (text => text);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _running = RunAsync();
    }

    public int Port { get; }

    public int CutsLeft => Volatile.Read(ref _cutsLeft);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using var fromAdvisor = await _listener.AcceptTcpClientAsync(_stopping.Token);
                using var toDesk = new TcpClient();
                await toDesk.ConnectAsync(IPAddress.Loopback, _deskPort, _stopping.Token);
                var budget = CutsLeft > 0 ? _random.Next(2_000, 20_000) : int.MaxValue;
                var up = _changeAdvisorText is null ? PumpUpAsync(fromAdvisor.GetStream(), toDesk.GetStream(), budget) : PumpLinesAsync(fromAdvisor.GetStream(), toDesk.GetStream(), _changeAdvisorText);
                var down = PumpLinesAsync(toDesk.GetStream(), fromAdvisor.GetStream(), _changeDeskText);
                await Task.WhenAny(up, down);
                fromAdvisor.Close();
                toDesk.Close();
                await Task.WhenAll(up, down);
                Interlocked.Decrement(ref _cutsLeft);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                continue;
            }
        }
    }

    private async Task PumpUpAsync(NetworkStream from, NetworkStream to, int budget)
    {
        var buffer = new byte[4_096];
        try
        {
            while (budget > 0 && await from.ReadAsync(buffer, _stopping.Token) is > 0 and var count)
            {
                await to.WriteAsync(buffer.AsMemory(0, Math.Min(count, budget)), _stopping.Token);
                budget -= count;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return; // the cut
        }
    }

    private async Task PumpLinesAsync(NetworkStream from, NetworkStream to, Func<string, string> change)
    {
        using var reader = new StreamReader(from, Encoding.UTF8);
        try
        {
            while (await reader.ReadLineAsync(_stopping.Token) is { } line)
            {
                await to.WriteAsync(Encoding.UTF8.GetBytes(change(line) + "\n"), _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return; // the cut
        }
    }
}
