using System.Buffers;
using System.IO.Compression;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How a <see cref="DecisionTrace"/> stands in <c>decision_traces</c>: filter columns, and the canonical JSON compressed (about a third of its size).</summary>
internal static class TraceTable
{
    /// <summary>Largest canonical JSON that is read back, in bytes; one is a few thousand.</summary>
    private const int MaxJsonBytes = 4 * 1024 * 1024;

    private const int BrotliQuality = 4;
    private const int BrotliWindowBits = 18;

    private const string Insert = """
        INSERT INTO decision_traces (trace_id, symbol, bar_close_time, verdict, shadow, reason, confidence, canonical_json, sha256)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT DO UPDATE SET verdict = excluded.verdict, shadow = excluded.shadow, reason = excluded.reason, confidence = excluded.confidence,
            canonical_json = excluded.canonical_json, sha256 = excluded.sha256
        """;

    /// <summary>What <see cref="ReadSummary"/> and <see cref="ReadView"/> read, in their order.</summary>
    public const string Columns = "trace_id, symbol, bar_close_time, verdict, shadow, reason, confidence, canonical_json, sha256";

    public static void Write(RawConnection connection, DecisionTrace trace)
    {
        var json = trace.CanonicalJson.Span;
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(json.Length));
        try
        {
            if (!BrotliEncoder.TryCompress(json, buffer, out var length, BrotliQuality, BrotliWindowBits))
            {
                throw new InvalidOperationException("A buffer of the stated maximum was too small.");
            }

            var row = connection.Use(Insert);
            row.Bind(1, trace.TraceId).Bind(2, trace.Symbol).Bind(3, trace.BarCloseTime).Bind(4, (long)trace.Verdict).Bind(5, trace.Shadow ? 1L : 0L);
            row.Bind(6, trace.Reason).Bind(7, trace.Confidence.Total).BindBlob(8, buffer.AsSpan(0, length)).Bind(9, trace.Sha256);
            row.Run();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static DecisionSummary ReadSummary(Statement row) => new(
        TraceId: row.Text(0),
        Symbol: row.Text(1),
        BarCloseTime: row.Time(2),
        Verdict: ((Verdict)row.Int(3)).ToName(),
        Shadow: row.Int(4) != 0,
        Reason: row.Text(5),
        Confidence: row.Double(6),
        Gates: Expand(row.Blob(7), static json => TraceJson.ReadGates(json)),
        Sha256: row.Text(8));

    public static DecisionTraceView ReadView(Statement row) => Expand(row.Blob(7), row.Text(8), static (json, sha256) => TraceJson.ReadView(json, sha256));

    private static T Expand<T>(ReadOnlySpan<byte> compressed, Func<ReadOnlySpan<byte>, T> read) =>
        Expand(compressed, read, static (json, inner) => inner(json));

    private static TResult Expand<TState, TResult>(ReadOnlySpan<byte> compressed, TState state, Func<ReadOnlySpan<byte>, TState, TResult> read)
    {
        var size = Math.Max(4096, compressed.Length * 8);
        while (true)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            try
            {
                if (BrotliDecoder.TryDecompress(compressed, buffer, out var length))
                {
                    return read(buffer.AsSpan(0, length), state);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            // A buffer that is too small and data that are damaged look alike here.
            size = size < MaxJsonBytes ? size * 4 : throw new InvalidDataException("A stored decision trace cannot be expanded.");
        }
    }
}
