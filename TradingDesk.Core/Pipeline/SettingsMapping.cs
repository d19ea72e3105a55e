using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Pipeline;

/// <summary>From a symbol's configuration document to what the stages take.</summary>
public static class SettingsMapping
{
    /// <summary>Live breaks that vote on a timeframe's bias; odd, so that there is a majority.</summary>
    private const int BiasBreaks = 3;

    /// <param name="id">The instrument's dense index in this desk.</param>
    public static SymbolSettings ToSettings(this SymbolConfig config, int id)
    {
        var decision = config.Decision;
        var risk = config.Risk;
        var maxSpread = (double)config.SpreadFilter.MaxSpreadPips;
        return new SymbolSettings
        {
            Instrument = config.ToInstrument(id),
            NormalSpread = (double)(config.SpreadFilter.NormalPips * config.ToInstrument(id).PipSize),
            Enabled = config.Enabled,
            Structure = new StructureOptions { SwingLength = config.SwingLength, RecentBreaks = BiasBreaks },
            VwapAnchor = config.Vwap.Anchor,
            VwapSigmaWindowMinutes = (int)config.Vwap.SigmaWindow.TotalMinutes,
            H1EmaPeriod = decision.H1EmaPeriod,
            M1Filters = new M1FilterOptions
            {
                MinimumPassed = decision.MinM1Filters,
                Lookback = config.MicroBos.BarLookback,
                ReclaimBars = config.Vwap.ReclaimBars,
                MaxVwapDistanceSigma = config.Vwap.MaxDistanceSigma,
                DeltaSpike = config.Delta.SpikeThreshold,
                DeltaPeriods = config.Delta.LookbackPeriods,
                MinimumDelta = config.Delta.MinVolume,
                MicroBreakAtr = config.MicroBos.MinAtrDisplacement,
                MicroSwingLength = config.MicroBos.SwingLength,
                MicroBreakCooldown = config.MicroBos.Cooldown,
                MaxAtrRatio = config.Atr.MaxRatio,
                SpreadWindow = config.SpreadFilter.WindowSize,
                SpreadOutlierMultiple = config.SpreadFilter.OutlierMultiple,
                MaxSpreadMedians = config.SpreadFilter.MaxMedianMultiple,
            },
            Decision = new DecisionOptions
            {
                M15SetupBars = decision.M15SetupBars,
                M5DirectionBars = decision.M5DirectionBars,
                MinM5Slope = decision.MinM5Slope,
                MinConfidence = decision.MinConfidence,
                StopAtrMultiple = decision.StopAtrMultiple,
                RiskReward = decision.RiskReward,
                MaxSpreadPips = maxSpread,
                AlignedSizeFactor = decision.SizeH4AndH1,
                H1OnlySizeFactor = decision.SizeH1Only,
            },
            Offset = config.Offset,
            Fusion = config.Fusion,
            Feed = config.Feed,
            Risk = new SymbolRiskOptions
            {
                RiskPerTradeFraction = (double)risk.RiskPerTradeFraction,
                MaxOpenPositions = risk.MaxOpenPositions,
                MaxSpreadPips = maxSpread,
                MaxLotsPerOrder = risk.MaxLotsPerOrder.Lots,
            },
        };
    }
}
