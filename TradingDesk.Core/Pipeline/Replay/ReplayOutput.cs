using System.Security.Cryptography;
using System.Text;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>
/// Takes a pipeline's outputs without a store: counts, keeps the closed trades, and hashes. <see cref="DecisionHash"/> is the SHA-256 over the hexadecimal
/// hashes of all decision traces in order, each followed by a line feed; <see cref="OutcomeHash"/> chains bars, fused M5 candles, orders, fills and balances:
/// hash(n) = SHA-256(hash(n−1) ‖ item).
/// </summary>
public sealed class ReplayOutput : IPipelineOutput, IHasState
{
    private readonly List<string> _decisions = [];
    private byte[] _outcome = new byte[SHA256.HashSizeInBytes];
    private readonly long[] _bars = new long[TimeframeExtensions.All.Count];
    private readonly long[] _verdicts = new long[4];
    private long _trades;

    /// <summary>Called for each closed bar that was built, in order.</summary>
    public Action<Symbol, Bar>? BarClosed { get; init; }

    /// <summary>Called for each fused M5 candle and revision, in order.</summary>
    public Action<int, M5Candle>? Fused { get; init; }

    /// <summary>Called for each minute of an instrument's data quality, in order.</summary>
    public Action<int, QualityMinute>? QualityMade { get; init; }

    /// <summary>Called for each entry, in order.</summary>
    public Action<JournalEntry>? EntryMade { get; init; }

    /// <summary>Fused M5 candles of this run, revisions included.</summary>
    public long FusedCandles { get; private set; }

    /// <summary>Called for each bar of history, in order, where bars are what is replayed; then they are counted too. History beside a tape is not an outcome.</summary>
    public Action<int, Bar>? HistoryBar { get; set; }

    public IReadOnlyList<long> Bars => _bars;

    public IReadOnlyList<long> Verdicts => _verdicts;

    /// <summary>Positions closed.</summary>
    public long TradeCount => _trades;

    /// <summary>Closed trades of this run (not of a run that it took up).</summary>
    public List<ClosedTrade> Trades { get; } = [];

    public long Fills { get; private set; }

    /// <summary>Trades that the rule proposed, whatever risk said.</summary>
    public long BuyProposals { get; private set; }

    public long SellProposals { get; private set; }

    public string DecisionHash
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var decision in _decisions)
            {
                hash.AppendData(Encoding.ASCII.GetBytes(decision));
                hash.AppendData("\n"u8);
            }

            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
    }

    public string OutcomeHash => Convert.ToHexStringLower(_outcome);

    public void OnEntry(JournalEntry entry)
    {
        EntryMade?.Invoke(entry);
        switch (entry)
        {
            case BarClosedEntry bar:
                _bars[(int)bar.Bar.Timeframe]++;
                Chain(bar.Bar.ToString());
                BarClosed?.Invoke(entry.Symbol!.Value, bar.Bar);
                break;
            case DecisionEntry decision:
                _verdicts[(int)decision.Trace.Verdict]++;
                _decisions.Add(decision.Trace.Hash.ToString());
                BuyProposals += decision.Trace.Draft.Proposal is { Side: Side.Buy } ? 1 : 0;
                SellProposals += decision.Trace.Draft.Proposal is { Side: Side.Sell } ? 1 : 0;
                break;
            case OrderEntry order:
                Chain(order.Order.ToString());
                break;
            case FillEntryRecord fill:
                Fills++;
                Chain(fill.Fill.ToString());
                Chain(fill.Balance.ToString());
                if (fill.Trade is { } trade)
                {
                    _trades++;
                    Trades.Add(trade);
                }

                break;
            default:
                break;
        }
    }

    public void OnHistoryBar(int instrumentId, in Bar bar)
    {
        if (HistoryBar is { } taken)
        {
            _bars[(int)bar.Timeframe]++;
            taken(instrumentId, bar);
        }
    }

    public void OnTickSecond(in TickSecond row)
    {
        // Derived from ticks that the tape already holds.
    }

    public void OnFused(int instrumentId, M5Candle candle)
    {
        FusedCandles++;
        Chain($"{instrumentId} {candle}");
        Fused?.Invoke(instrumentId, candle);
    }

    /// <summary>Not hashed: what decisions saw of it is in their traces.</summary>
    public void OnQualityMinute(int instrumentId, QualityMinute minute) => QualityMade?.Invoke(instrumentId, minute);

    public void OnDurable(Action continuation) => continuation();

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(ReplayOutput), 1);
        foreach (var count in _bars)
        {
            writer.Write(count);
        }

        foreach (var count in _verdicts)
        {
            writer.Write(count);
        }

        writer.Write(Fills);
        writer.Write(BuyProposals);
        writer.Write(SellProposals);
        writer.Write(_trades);
        writer.Write(_outcome);
        writer.Write(_decisions.Count);
        foreach (var decision in _decisions)
        {
            writer.Write(decision);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(ReplayOutput), 1);
        for (var i = 0; i < _bars.Length; i++)
        {
            _bars[i] = reader.ReadInt64();
        }

        for (var i = 0; i < _verdicts.Length; i++)
        {
            _verdicts[i] = reader.ReadInt64();
        }

        Fills = reader.ReadInt64();
        BuyProposals = reader.ReadInt64();
        SellProposals = reader.ReadInt64();
        _trades = reader.ReadInt64();
        _outcome = reader.ReadBytes(SHA256.HashSizeInBytes);
        _decisions.Clear();
        for (var i = reader.ReadInt32(); i > 0; i--)
        {
            _decisions.Add(reader.ReadString());
        }
    }

    private void Chain(string text) => _outcome = SHA256.HashData([.. _outcome, .. Encoding.UTF8.GetBytes(text)]);
}
