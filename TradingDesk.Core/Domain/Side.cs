namespace TradingDesk.Core.Domain;

/// <summary>The direction of an order, a position or an aggressor.</summary>
public enum Side : sbyte
{
    Sell = -1,
    Buy = 1,
}

public static class SideExtensions
{
    /// <summary>+1 for buy, −1 for sell.</summary>
    public static int Sign(this Side side) => (int)side;

    public static Side Opposite(this Side side) => (Side)(-(int)side);
}
