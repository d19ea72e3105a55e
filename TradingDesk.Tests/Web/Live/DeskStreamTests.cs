using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Options;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Live;

namespace TradingDesk.Tests.Web.Live;

public sealed class DeskStreamTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly StubDeskClient _client = new();
    private readonly Queue<Pipe> _pipes = new();
    private readonly List<string?> _asked = [];
    private readonly List<StreamItem> _items = [];
    private readonly DeskStream _stream;

    public DeskStreamTests()
    {
        _client.OpenStream = id =>
        {
            lock (_asked)
            {
                _asked.Add(id);
                return _pipes.TryDequeue(out var pipe) ? pipe.Reader.AsStream() : new Fault("UNREACHABLE", "The desk's API cannot be reached.");
            }
        };
        _stream = new DeskStream(_client, TimeProvider.System, Options.Create(new DeskClientOptions { ReconnectMinMilliseconds = 50, ReconnectMaxMilliseconds = 50 }));
        _stream.Subscribe(item =>
        {
            lock (_items)
            {
                _items.Add(item);
            }
        });
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    [Fact]
    public async Task Broken_ResumesAfterTheLastIdAndCountsWhatWasMissed()
    {
        var first = Connect();
        var second = Connect();
        _stream.Start();
        await SendAsync(first, "id: 7\nevent: bar\ndata: {\"symbol\":\"BTCUSD\"}\n\nevent: tick\ndata: {\"symbol\":\"BTCUSD\"}\n\n");
        await UntilAsync(() => _items.Count == 2);

        await first.Writer.CompleteAsync();
        await SendAsync(second, "id: 8\nevent: bar\ndata: {\"symbol\":\"BTCUSD\"}\n\nid: 9\nevent: decision\ndata: {\"symbol\":\"BTCUSD\"}\n\nevent: tick\ndata: {\"symbol\":\"BTCUSD\"}\n\n");
        await UntilAsync(() => _items.Count == 5 && _stream.Status.State == StreamState.Live);

        Assert.Equal([null, "7"], _asked.Take(2));
        Assert.Equal(2, _stream.Status.Missed);
        Assert.False(_stream.Status.Gap);
        Assert.Equal([7, null, 8, 9, null], _items.Select(item => item.Sequence));
        Assert.All(_items, item => Assert.Equal("BTCUSD", item.Symbol));
    }

    [Fact]
    public async Task Unreachable_IsLostAndKeepsTrying()
    {
        _stream.Start();

        await UntilAsync(() => _stream.Status.State == StreamState.Lost && _asked.Count >= 3);

        Assert.Equal("The desk's API cannot be reached.", _stream.Status.Detail);
    }

    [Fact]
    public async Task GapEvent_IsTold()
    {
        var pipe = Connect();
        _stream.Start();

        await SendAsync(pipe, "event: gap\ndata: {}\n\n");

        await UntilAsync(() => _stream.Status.Gap);
    }

    [Fact]
    public async Task UnknownAndBrokenEvents_AreLeftOut()
    {
        var pipe = Connect();
        _stream.Start();

        await SendAsync(pipe, "event: weather\ndata: {}\n\nevent: bar\ndata: {\n\nevent: bar\ndata: 7\n\nid: 3\nevent: bar\ndata: {\"symbol\":\"XAUUSD\"}\n\n");
        await UntilAsync(() => _items.Count > 0);

        Assert.Equal("XAUUSD", Assert.Single(_items).Symbol);
    }

    private Pipe Connect()
    {
        var pipe = new Pipe();
        _pipes.Enqueue(pipe);
        return pipe;
    }

    private static async Task SendAsync(Pipe pipe, string text) => await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    private async Task UntilAsync(Func<bool> done)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!Locked(done))
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private bool Locked(Func<bool> done)
    {
        lock (_items)
        {
            return done();
        }
    }
}
