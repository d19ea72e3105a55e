namespace TradingDesk.Core.Analysis.M1Filters;

internal static class StateCheck
{
    /// <exception cref="InvalidDataException">A count that no saved state of this size can have.</exception>
    public static int Count(int count, int capacity, string what) => count >= 0 && count <= capacity
        ? count
        : throw new InvalidDataException($"Saved state of {what} cannot hold {count} of {capacity}.");
}
