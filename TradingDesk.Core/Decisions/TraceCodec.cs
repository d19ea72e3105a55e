using System.Buffers;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Decisions;

/// <summary>
/// A trace in a few hundred bytes, exact: what the ledger stores. Symbol, bar close time and hash stand beside it. Numbers that are absent or 0 take no room.
/// </summary>
public static class TraceCodec
{
    private const byte Version = 1;

    public static void Write(DecisionTrace trace, IBufferWriter<byte> output)
    {
        var writer = new TraceWriter(output);
        var draft = trace.Draft;
        writer.Byte(Version);
        writer.Byte((byte)((trace.Shadow ? 1 : 0) | (draft.IsCandidate ? 2 : 0) | (draft.Proposal is null ? 0 : 4) | (trace.Risk is null ? 0 : 8)));
        writer.Byte((byte)(draft.Direction + 1));
        writer.Byte((byte)draft.Gates.Count);
        foreach (var gate in draft.Gates)
        {
            writer.Byte((byte)gate.Kind);
            writer.Byte((byte)gate.Note);
            writer.Byte((byte)gate.State);
            writer.Numbers(gate.Value, gate.Threshold, gate.Distance, NotZero(gate.A), NotZero(gate.B), NotZero(gate.C));
        }

        writer.Byte((byte)draft.Filters.Count);
        foreach (var filter in draft.Filters)
        {
            writer.Byte((byte)filter.Filter);
            writer.Byte(filter.Passed switch { true => 2, false => 1, _ => 0 });
            writer.Numbers(filter.Value, filter.Threshold);
        }

        var confidence = draft.Confidence;
        writer.Numbers(confidence.Total, confidence.Base, confidence.Boost, confidence.Alignment, confidence.Volume);
        writer.Byte((byte)draft.Inputs.Count);
        foreach (var input in draft.Inputs)
        {
            writer.Byte((byte)input.Timeframe);
            writer.Byte((byte)((input.Bias + 1) | ((input.LiveBreakDirection + 1) << 2)));
            writer.Integer(input.BarsUsed);
            writer.Integer(input.BarCloseTime?.UnixMicroseconds ?? 0);
            writer.Integer(input.LiveBreakAt?.UnixMicroseconds ?? 0);
            writer.Numbers(input.Close, input.Atr14, input.LongEma, input.LiveBreakLevel);
        }

        if (draft.Proposal is { } proposal)
        {
            writer.Byte((byte)proposal.Basis);
            writer.Numbers(proposal.Entry, proposal.Stop, proposal.Target, proposal.SizeFactor);
        }

        if (trace.Risk is { } risk)
        {
            writer.Text(risk.Answer);
            writer.Text(risk.Code);
            writer.Text(risk.Reason);
            writer.Text(risk.OrderId);
            writer.Numbers(risk.Limit, risk.Actual);
            writer.Exact(risk.Lots);
        }

        writer.Flush();
    }

    /// <exception cref="InvalidDataException">Not a trace that this version can read.</exception>
    public static DecisionTrace Read(ReadOnlySpan<byte> data, Symbol symbol, Timestamp barCloseTime, TraceHash hash)
    {
        var reader = new TraceReader(data);
        if (reader.Byte() is not Version and var version)
        {
            throw new InvalidDataException($"A stored decision trace has version {version}; this desk reads {Version}.");
        }

        var flags = reader.Byte();
        var direction = reader.Byte() - 1;
        Side? side = direction == 0 ? null : (Side)direction;
        var gates = new GateReading[reader.Byte()];
        for (var i = 0; i < gates.Length; i++)
        {
            gates[i] = ReadGate(ref reader);
        }

        var filters = new FilterReading[reader.Byte()];
        for (var i = 0; i < filters.Length; i++)
        {
            filters[i] = ReadFilter(ref reader);
        }

        Span<double?> parts = stackalloc double?[5];
        reader.Numbers(parts);
        var confidence = new Confidence(parts[0].GetValueOrDefault(), parts[1].GetValueOrDefault(), parts[2].GetValueOrDefault(), parts[3].GetValueOrDefault(), parts[4].GetValueOrDefault());
        var inputs = new TimeframeInput[reader.Byte()];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = ReadInput(ref reader);
        }

        var proposal = (flags & 4) == 0 ? null : ReadProposal(ref reader, symbol, side ?? throw new InvalidDataException("A stored proposal has no direction."));
        var risk = (flags & 8) == 0 ? null : ReadRisk(ref reader);
        var draft = new DecisionDraft(symbol, barCloseTime, side, gates, filters, (flags & 2) != 0, confidence, inputs, proposal);
        return new DecisionTrace(draft, (flags & 1) != 0, risk, hash);
    }

    private static double? NotZero(double value) => value == 0 ? null : value;

    private static GateReading ReadGate(ref TraceReader reader)
    {
        var kind = (GateKind)reader.Byte();
        var note = (GateNote)reader.Byte();
        bool? passed = (GateReading.GateState)reader.Byte() switch { GateReading.GateState.Passed => true, GateReading.GateState.Failed => false, _ => null };
        Span<double?> numbers = stackalloc double?[6];
        reader.Numbers(numbers);
        return new GateReading(kind, note, passed, numbers[0], numbers[1], numbers[2], numbers[3].GetValueOrDefault(), numbers[4].GetValueOrDefault(), numbers[5].GetValueOrDefault());
    }

    private static FilterReading ReadFilter(ref TraceReader reader)
    {
        var filter = (M1Filter)reader.Byte();
        bool? passed = reader.Byte() switch { 2 => true, 1 => false, _ => null };
        Span<double?> numbers = stackalloc double?[2];
        reader.Numbers(numbers);
        return new FilterReading(filter, passed, numbers[0], numbers[1].GetValueOrDefault());
    }

    private static TimeframeInput ReadInput(ref TraceReader reader)
    {
        var timeframe = (Timeframe)reader.Byte();
        var directions = reader.Byte();
        var bars = (int)reader.Integer();
        var closed = new Timestamp(reader.Integer());
        var brokenAt = new Timestamp(reader.Integer());
        Span<double?> numbers = stackalloc double?[4];
        reader.Numbers(numbers);
        return new TimeframeInput(timeframe, closed, bars, (directions & 3) - 1, numbers[0], numbers[1], numbers[2], (directions >> 2) - 1, brokenAt, numbers[3]);
    }

    private static TradeProposal ReadProposal(ref TraceReader reader, Symbol symbol, Side side)
    {
        var basis = (ProposalBasis)reader.Byte();
        Span<double?> numbers = stackalloc double?[4];
        reader.Numbers(numbers);
        return new TradeProposal(symbol, side, numbers[0].GetValueOrDefault(), numbers[1].GetValueOrDefault(), numbers[2].GetValueOrDefault(), numbers[3].GetValueOrDefault(), basis);
    }

    private static RiskAnswer ReadRisk(ref TraceReader reader)
    {
        var answer = reader.Text() ?? throw new InvalidDataException("A stored risk answer has no verdict.");
        var code = reader.Text();
        var reason = reader.Text() ?? string.Empty;
        var orderId = reader.Text();
        Span<double?> numbers = stackalloc double?[2];
        reader.Numbers(numbers);
        return new RiskAnswer(answer, code, numbers[0], numbers[1], reason, reader.Exact(), orderId);
    }
}
