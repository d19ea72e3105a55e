using System.Text;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>The broker's symbol names and the instruments behind them.</summary>
internal sealed class BridgeSymbols
{
    private readonly byte[][] _utf8Names;

    /// <exception cref="ArgumentException">Two instruments have the same broker name, or a name is not one.</exception>
    public BridgeSymbols(IReadOnlyList<Instrument> instruments, BridgeOptions options)
    {
        Instruments = instruments;
        Names = instruments.Select(instrument => options.BrokerName(instrument.Symbol)).ToArray();
        if (Names.Distinct(StringComparer.Ordinal).Count() != Names.Count || !Names.All(IsValidBrokerName))
        {
            throw new ArgumentException($"The broker's symbols are not valid and distinct: {string.Join(", ", Names)}.", nameof(options));
        }

        _utf8Names = Names.Select(Encoding.ASCII.GetBytes).ToArray();
        Channels = Names.Select(name => name.ToLowerInvariant()).ToArray();
    }

    public IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>The broker's names, in the order of <see cref="Instruments"/>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The raw tape's channel of each.</summary>
    public IReadOnlyList<string> Channels { get; }

    public int Count => _utf8Names.Length;

    /// <summary>Position of a broker's name, or −1.</summary>
    public int IndexOf(ReadOnlySpan<byte> utf8Name)
    {
        for (var i = 0; i < _utf8Names.Length; i++)
        {
            if (utf8Name.SequenceEqual(_utf8Names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public int IndexOf(Symbol symbol)
    {
        for (var i = 0; i < Instruments.Count; i++)
        {
            if (Instruments[i].Symbol == symbol)
            {
                return i;
            }
        }

        return -1;
    }

    internal static bool IsValidBrokerName(string name) =>
        name.Length is >= 1 and <= 32 && name.All(c => c is > ' ' and <= '~' and not (',' or ':' or '"' or '\\'));
}
