using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Configuration;

public enum AssetClass
{
    Crypto,
    Metal,
    Fx,
}

public sealed record BinanceMapping(string Symbol, BinanceMarket Market);

public sealed record VwapConfig(SessionAnchor Anchor, TimeSpan SigmaWindow, double MinVolume, int ReclaimBars, double MaxDistanceSigma);

public sealed record AtrConfig(int M1Period, int M5Period, int M15Period, double MaxRatio, double RatioMultiplier, double HighVolatilityThreshold);

public sealed record DeltaConfig(double SpikeThreshold, double MinVolume, int LookbackPeriods);

public sealed record MicroBosConfig(int BarLookback, int SwingLength, double MinAtrDisplacement, TimeSpan Cooldown);

/// <summary>Spreads in pips of the instrument; the four tiers never decrease.</summary>
public sealed record SpreadFilterConfig(
    decimal NormalPips,
    decimal ElevatedPips,
    decimal HighPips,
    decimal ExtremePips,
    decimal MaxSpreadPips,
    int WindowSize,
    double OutlierMultiple,
    double MaxMedianMultiple);

public sealed record DecisionConfig(
    int H1EmaPeriod,
    int M15SetupBars,
    int M5DirectionBars,
    double? MinM5Slope,
    int MinM1Filters,
    double MinConfidence,
    double StopAtrMultiple,
    double RiskReward,
    double SizeH4AndH1,
    double SizeH1Only,
    double SizeM30AndM15,
    double SizeM5AndM1);

public sealed record RiskConfig(
    decimal RiskPerTradeFraction,
    int MaxOpenPositions,
    Quantity MaxLotsPerOrder,
    Quantity HourlyLotLimit,
    Quantity DailyLotLimit,
    decimal MaxDrawdownFraction,
    decimal CircuitBreakerFraction);
