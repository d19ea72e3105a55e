using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary><c>GET /shadow-mode</c>. With no symbols it holds for all.</summary>
public sealed record ShadowModeView(bool Enabled, IReadOnlyList<string> Symbols, Timestamp? Since, string? By, string? Reason);

/// <summary>Body of <c>POST /shadow-mode</c>.</summary>
public sealed record ShadowModeRequest(bool? Enabled, IReadOnlyList<string>? Symbols, string? Reason);

/// <summary><c>GET /kill-switch</c>. <paramref name="Level"/> is NORMAL, STOP_NEW, REDUCE, FLATTEN or SHUTDOWN; <paramref name="Effects"/> says what each level would do now.</summary>
public sealed record KillSwitchView(string Level, Timestamp? Since, string? By, string? Reason, IReadOnlyList<KillLevelEffect> Effects);

public sealed record KillLevelEffect(string Level, string Effect);

/// <summary>Body of <c>POST /kill-switch</c>.</summary>
public sealed record KillSwitchRequest(string? Level, string? Reason);

/// <summary>Body of <c>POST /kill-switch/reset</c>.</summary>
public sealed record KillSwitchResetRequest(string? Reason);

/// <summary><c>GET /config/{symbol}</c>.</summary>
public sealed record ConfigView(string Symbol, int Version, Timestamp Since, string By, string Reason, JsonElement Document);

/// <summary>One changed value. <paramref name="LoosensRisk"/> marks a risk limit that became less strict.</summary>
public sealed record ConfigChange(string Path, JsonElement? Before, JsonElement? After, bool LoosensRisk = false);

/// <summary>Answer of <c>POST /config/{symbol}</c>: in force from <paramref name="EffectiveFrom"/>, the next bar boundary.</summary>
public sealed record ConfigChangeResult(string Symbol, int Version, Timestamp EffectiveFrom, IReadOnlyList<ConfigChange> Diff);

public sealed record ConfigVersion(int Version, Timestamp Since, string By, string Reason, IReadOnlyList<ConfigChange> Diff);

public sealed record ConfigHistory(string Symbol, IReadOnlyList<ConfigVersion> Versions);

public sealed record ConfigOverview(IReadOnlyList<ConfigView> Symbols);

/// <summary>Account figures for the status row.</summary>
public sealed record AccountView(decimal Equity, decimal Balance, decimal DayPnl, double DayPnlFraction, double DayLossLimitFraction, int OpenPositions, string Currency);

/// <summary><c>GET /status</c>: everything that the dashboard's status row shows. Read scope; not part of the fixed contract.</summary>
public sealed record DeskStatus(string Mode, double Speed, string Stage, ShadowModeView Shadow, KillSwitchView Kill, AccountView Account, Timestamp Now, string Health, IReadOnlyList<SymbolStatus> Symbols);

public sealed record SymbolStatus(string Symbol, int PriceDecimals, bool Enabled);

public sealed record JobView(string Name, string Description, string? Symbol, Timestamp? Next, Timestamp? Last, double? LastDurationMs, string LastOutcome);

/// <summary><c>GET /scheduler</c>.</summary>
public sealed record SchedulerView(string Status, IReadOnlyList<JobView> Jobs);
