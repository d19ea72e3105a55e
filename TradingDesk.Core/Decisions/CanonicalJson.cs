using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Decisions;

/// <summary>
/// The one byte sequence that stands for a trace: members in the order of the HTTP contract, no white space, shortest round-trip numbers, UTF-8.
/// The hash is over these bytes, they are what is stored, and they are what readers get.
/// </summary>
internal sealed class CanonicalJson
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;

    public CanonicalJson() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default, SkipValidation = false });

    public byte[] Write(DecisionTrace trace)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("traceId", trace.TraceId);
        _json.WriteString("symbol", trace.Symbol.Name);
        _json.WriteString("barCloseTime", trace.BarCloseTime.ToString());
        _json.WriteString("verdict", trace.Verdict.ToName());
        _json.WriteBoolean("shadow", trace.Shadow);
        _json.WriteString("reason", trace.Reason);
        _json.WriteString("narrative", trace.Narrative);
        WriteGates(trace.Gates);
        WriteFilters(trace.Filters);
        WriteConfidence(trace.Confidence);
        WriteInputs(trace.Inputs);
        WriteProposal(trace.Proposal);
        WriteRisk(trace.Risk);
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    private void WriteGates(IReadOnlyList<Gate> gates)
    {
        _json.WriteStartArray("gates");
        foreach (var gate in gates)
        {
            _json.WriteStartObject();
            _json.WriteString("name", gate.Name);
            WriteOptional("passed", gate.Passed);
            WriteOptional("value", gate.Value);
            WriteOptional("threshold", gate.Threshold);
            _json.WriteString("unit", gate.Unit);
            WriteOptional("distance", gate.Distance);
            _json.WriteString("reason", gate.Reason);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteFilters(IReadOnlyList<FilterReading> filters)
    {
        _json.WriteStartArray("m1Filters");
        foreach (var filter in filters)
        {
            _json.WriteStartObject();
            _json.WriteString("name", filter.Name);
            WriteOptional("passed", filter.Passed);
            WriteOptional("value", filter.Value);
            _json.WriteNumber("threshold", filter.Threshold);
            _json.WriteString("unit", filter.Unit);
            _json.WriteString("reason", filter.Words);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteConfidence(Confidence confidence)
    {
        _json.WriteStartObject("confidence");
        _json.WriteNumber("total", confidence.Total);
        _json.WriteStartArray("parts");
        foreach (var (name, value) in confidence.Parts)
        {
            _json.WriteStartObject();
            _json.WriteString("name", name);
            _json.WriteNumber("value", value);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteInputs(IReadOnlyList<TimeframeInput> inputs)
    {
        _json.WriteStartObject("inputs");
        foreach (var input in inputs)
        {
            _json.WriteStartObject(input.Timeframe.ToString());
            WriteOptional("barCloseTime", input.BarCloseTime);
            _json.WriteNumber("barsUsed", input.BarsUsed);
            _json.WriteNumber("bias", input.Bias);
            WriteOptional("close", input.Close);
            WriteOptional("atr14", input.Atr14);
            WriteOptional("ema200", input.Ema200);
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
        _json.WriteString("side", proposal.Side == Side.Buy ? "buy" : "sell");
        _json.WriteNumber("entry", proposal.Entry);
        _json.WriteNumber("stop", proposal.Stop);
        _json.WriteNumber("target", proposal.Target);
        _json.WriteNumber("riskReward", proposal.RiskReward);
        _json.WriteNumber("sizeFactor", proposal.SizeFactor);
        _json.WriteString("reason", proposal.Reason);
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
        _json.WriteString("reason", risk.Reason);
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
            _json.WriteString(name, instant.ToString());
        }
        else
        {
            _json.WriteNull(name);
        }
    }
}
