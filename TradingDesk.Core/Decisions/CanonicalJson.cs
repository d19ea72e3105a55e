using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Decisions;

/// <summary>
/// The one byte sequence that a trace's hash is over: its facts, members in a fixed order, no white space, shortest round-trip numbers, UTF-8. Sentences are not
/// part of it, so that better words do not change what was decided. The buffer is reused: a result is valid until the next call.
/// </summary>
public sealed class CanonicalJson
{
    private readonly ArrayBufferWriter<byte> _buffer = new(8192);
    private readonly Utf8JsonWriter _json;

    public CanonicalJson() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default, SkipValidation = false });

    public ReadOnlySpan<byte> Write(DecisionTrace trace)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("symbol", trace.Symbol.Name);
        _json.WriteNumber("barCloseTime", trace.BarCloseTime.UnixMicroseconds);
        _json.WriteString("verdict", trace.Verdict.ToName());
        _json.WriteBoolean("shadow", trace.Shadow);
        _json.WriteNumber("direction", trace.Draft.Direction);
        WriteGates(trace.Draft.Gates);
        WriteFilters(trace.Draft.Filters);
        WriteConfidence(trace.Draft.Confidence);
        WriteInputs(trace.Draft.Inputs);
        WriteProposal(trace.Draft.Proposal);
        WriteRisk(trace.Risk);
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    private void WriteGates(IReadOnlyList<GateReading> gates)
    {
        _json.WriteStartArray("gates");
        for (var i = 0; i < gates.Count; i++)
        {
            var gate = gates[i];
            _json.WriteStartObject();
            _json.WriteString("name", GateWords.Name(gate.Kind));
            WriteOptional("passed", gate.Passed);
            WriteOptional("value", gate.Value);
            WriteOptional("threshold", gate.Threshold);
            WriteOptional("distance", gate.Distance);
            _json.WriteNumber("note", (int)gate.Note);
            _json.WriteNumber("a", gate.A);
            _json.WriteNumber("b", gate.B);
            _json.WriteNumber("c", gate.C);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteFilters(IReadOnlyList<FilterReading> filters)
    {
        _json.WriteStartArray("m1Filters");
        for (var i = 0; i < filters.Count; i++)
        {
            var filter = filters[i];
            _json.WriteStartObject();
            _json.WriteString("name", filter.Name);
            WriteOptional("passed", filter.Passed);
            WriteOptional("value", filter.Value);
            _json.WriteNumber("threshold", filter.Threshold);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteConfidence(in Confidence confidence)
    {
        _json.WriteStartObject("confidence");
        _json.WriteNumber("total", confidence.Total);
        _json.WriteNumber("base", confidence.Base);
        _json.WriteNumber("boost", confidence.Boost);
        _json.WriteNumber("alignment", confidence.Alignment);
        _json.WriteNumber("volume", confidence.Volume);
        _json.WriteEndObject();
    }

    private void WriteInputs(IReadOnlyList<TimeframeInput> inputs)
    {
        _json.WriteStartObject("inputs");
        for (var i = 0; i < inputs.Count; i++)
        {
            var input = inputs[i];
            _json.WriteStartObject(input.Timeframe.ToString());
            WriteOptional("barCloseTime", input.BarCloseTime);
            _json.WriteNumber("barsUsed", input.BarsUsed);
            _json.WriteNumber("bias", input.Bias);
            WriteOptional("close", input.Close);
            WriteOptional("atr14", input.Atr14);
            WriteOptional("ema200", input.LongEma);
            _json.WriteNumber("liveBreakDirection", input.LiveBreakDirection);
            WriteOptional("liveBreakAt", input.LiveBreakAt);
            WriteOptional("liveBreakLevel", input.LiveBreakLevel);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void WriteProposal(TradeProposal? proposal)
    {
        if (proposal is null)
        {
            _json.WriteNull("proposal");
            return;
        }

        _json.WriteStartObject("proposal");
        _json.WriteNumber("entry", proposal.Entry);
        _json.WriteNumber("stop", proposal.Stop);
        _json.WriteNumber("target", proposal.Target);
        _json.WriteNumber("sizeFactor", proposal.SizeFactor);
        _json.WriteNumber("basis", (int)proposal.Basis);
        _json.WriteEndObject();
    }

    private void WriteRisk(RiskAnswer? risk)
    {
        if (risk is null)
        {
            _json.WriteNull("risk");
            return;
        }

        _json.WriteStartObject("risk");
        _json.WriteString("verdict", risk.Answer);
        _json.WriteString("code", risk.Code);
        WriteOptional("limit", risk.Limit);
        WriteOptional("actual", risk.Actual);
        if (risk.Lots is { } lots)
        {
            _json.WriteNumber("lots", lots);
        }
        else
        {
            _json.WriteNull("lots");
        }

        _json.WriteString("orderId", risk.OrderId);
        _json.WriteEndObject();
    }

    private void WriteOptional(string name, double? value)
    {
        if (value is { } number)
        {
            _json.WriteNumber(name, number);
        }
        else
        {
            _json.WriteNull(name);
        }
    }

    private void WriteOptional(string name, bool? value)
    {
        if (value is { } flag)
        {
            _json.WriteBoolean(name, flag);
        }
        else
        {
            _json.WriteNull(name);
        }
    }

    private void WriteOptional(string name, Timestamp? value)
    {
        if (value is { } instant)
        {
            _json.WriteNumber(name, instant.UnixMicroseconds);
        }
        else
        {
            _json.WriteNull(name);
        }
    }
}
