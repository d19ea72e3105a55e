using System.Runtime.CompilerServices;

namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): a seeded stream of random numbers, and a stateless hash of the same quality for random access.
/// A struct that is passed by reference; not thread-safe.
/// </summary>
internal struct SimRandom(ulong seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15UL;

    private ulong _state = seed;

    /// <summary>The hash of one number: every input bit changes about half of the output bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong value)
    {
        value += Increment;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    /// <summary>A seed made of a seed, what it is for, and an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong seed, ulong purpose, long index = 0) => Mix(Mix(seed ^ (purpose * 0xD1342543DE82EF95UL)) ^ (ulong)index);

    /// <summary>The top 53 bits as a number in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToUnit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>About normal (mean 0, deviation 1, within ±3.5): the sum of four 16-bit uniforms. Cheap, and the same on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToNormal(ulong bits)
    {
        var sum = (int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48);
        return (sum - 131_070) * (1.0 / 37_837.0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextBits()
    {
        var bits = Mix(_state);
        _state += Increment;
        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextUnit() => ToUnit(NextBits());

    public double NextBetween(double low, double high) => low + ((high - low) * NextUnit());

    public double NextNormal() => ToNormal(NextBits());
}
