using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Bars;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Indicators;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Ticks;
using TradingDesk.Core.Ticks.Fusion;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline;

/// <summary>All that the pipeline needs to know to run one symbol. Immutable; a configuration change is a new instance, put into force at a bar boundary.</summary>
public sealed record SymbolSettings
{
    public required Instrument Instrument { get; init; }

    public DecisionOptions Decision { get; init; } = new();

    public M1FilterOptions M1Filters { get; init; } = new();

    public SymbolRiskOptions Risk { get; init; } = new();

    public StructureOptions Structure { get; init; } = new();

    public LiquidityOptions Liquidity { get; init; } = new();

    public SessionAnchor VwapAnchor { get; init; }

    /// <summary>Period of the long EMA that the H1 bias is held against; 2 to 1,000.</summary>
    public int H1EmaPeriod { get; init; } = 200;

    /// <summary>Minutes of the session VWAP's deviation window; 10 to 1,440.</summary>
    public int VwapSigmaWindowMinutes { get; init; } = 60;

    public TickOptions Ticks { get; init; } = new();

    public SpikeOptions Spike { get; init; } = new();

    public BarOptions Bars { get; init; } = new();

    public M5BridgeOptions M5Bridge { get; init; } = new();

    public QualityOptions Quality { get; init; } = new();

    /// <summary>A spread up to this is never blown out, in quote currency per unit; 0 where none is known.</summary>
    public double NormalSpread { get; init; }

    /// <summary>Memory for ticks, shared by all instruments.</summary>
    public TickBufferOptions TickBuffer { get; init; } = new();

    /// <summary>How the offset between the venues is measured.</summary>
    public OffsetOptions Offset { get; init; } = new();

    /// <summary>How the venues' ticks become one tape, and when the secondary carries the bars.</summary>
    public FusionOptions Fusion { get; init; } = new();

    /// <summary>When a venue counts as quiet, lagging or dead.</summary>
    public FeedMonitorOptions Feed { get; init; } = new();

    /// <summary>False stops entries of this symbol; positions are still managed.</summary>
    public bool Enabled { get; init; } = true;
}
