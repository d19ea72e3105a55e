using System.Buffers;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How a <see cref="DecisionTrace"/> stands in <c>decision_traces</c>: filter columns, and all of it as <see cref="TraceCodec"/> writes it.</summary>
internal static class TraceTable
{
    private const string Insert = """
        INSERT INTO decision_traces (symbol, bar_close_time, verdict, blocked_by, body, sha256) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT DO UPDATE SET verdict = excluded.verdict, blocked_by = excluded.blocked_by, body = excluded.body, sha256 = excluded.sha256
        """;

    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = "symbol, bar_close_time, body, sha256";

    public static void Write(RawConnection connection, DecisionTrace trace)
    {
        var body = new ArrayBufferWriter<byte>(1_024);
        TraceCodec.Write(trace, body);
        Span<byte> hash = stackalloc byte[TraceHash.Length];
        trace.Hash.CopyTo(hash);
        var row = connection.Use(Insert);
        row.Bind(1, trace.Symbol).Bind(2, trace.BarCloseTime).Bind(3, (long)trace.Verdict).Bind(4, (long)BlockedBy(trace.Draft)).BindBlob(5, body.WrittenSpan).BindBlob(6, hash);
        row.Run();
    }

    public static DecisionTrace Read(Statement row) => TraceCodec.Read(row.Blob(2), row.Symbol(0), row.Time(1), new TraceHash(row.Blob(3)));

    /// <summary>The gate that alone kept a trade from being proposed; 0 where none or more than one did.</summary>
    private static GateKind BlockedBy(DecisionDraft draft)
    {
        GateKind only = 0;
        foreach (var gate in draft.Gates)
        {
            if (gate.Passed != true)
            {
                if (only != 0)
                {
                    return 0;
                }

                only = gate.Kind;
            }
        }

        return only;
    }
}
