using System.Diagnostics.CodeAnalysis;

namespace TradingDesk.Core.Risk;

/// <summary>Risk's answer: an approved order or a refusal, never both, never neither.</summary>
public readonly struct RiskVerdict
{
    private RiskVerdict(ApprovedOrder? order, Refusal? refusal)
    {
        Order = order;
        Refusal = refusal;
    }

    public ApprovedOrder? Order { get; }

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Order))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsApproved => Order is not null;

    public static implicit operator RiskVerdict(ApprovedOrder order) => new(order, null);

    public static implicit operator RiskVerdict(Refusal refusal) => new(null, refusal);
}
