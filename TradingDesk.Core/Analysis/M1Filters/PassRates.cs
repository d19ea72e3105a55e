using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.M1Filters;

/// <summary>
/// How often each filter passed over candidate setups: M1 bars on which all other gates of the rule pass (DOMAIN A2.1: over all bars a rate above 60 % is
/// unattainable, since the spread filter alone passes about half of them). Counted since the start and over the last <see cref="Window"/> candidates.
/// </summary>
public sealed class PassRates : IHasState
{
    /// <summary>Candidates in the rolling rate.</summary>
    public const int Window = 500;

    private readonly byte[] _ring = new byte[Window];
    private readonly long[] _passed = new long[FilterReadings.Count];
    private int _next;

    /// <summary>Candidate setups seen.</summary>
    public long Candidates { get; private set; }

    /// <summary>Candidates on which at least the minimum of the filters passed.</summary>
    public long Valid { get; private set; }

    public long PassedBy(M1Filter filter) => _passed[(int)filter];

    /// <summary>Share of valid ones among the last candidates, 0 to 1; <see langword="null"/> before the first.</summary>
    public double? RecentValidFraction
    {
        get
        {
            var count = (int)Math.Min(Candidates, Window);
            if (count == 0)
            {
                return null;
            }

            var valid = 0;
            for (var i = 0; i < count; i++)
            {
                valid += _ring[i] >> 7;
            }

            return (double)valid / count;
        }
    }

    public void Add(IReadOnlyList<FilterReading> readings, bool valid)
    {
        byte bits = valid ? (byte)0x80 : (byte)0;
        for (var i = 0; i < readings.Count; i++)
        {
            if (readings[i].Passed == true)
            {
                bits |= (byte)(1 << i);
                _passed[i]++;
            }
        }

        Candidates++;
        Valid += valid ? 1 : 0;
        _ring[_next] = bits;
        _next = (_next + 1) % Window;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(PassRates), 1);
        writer.Write(Candidates);
        writer.Write(Valid);
        writer.Write(_next);
        writer.Write(_ring);
        foreach (var count in _passed)
        {
            writer.Write(count);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(PassRates), 1);
        Candidates = reader.ReadInt64();
        Valid = reader.ReadInt64();
        _next = StateCheck.Count(reader.ReadInt32(), Window - 1, nameof(PassRates));
        reader.ReadBytes(Window).CopyTo(_ring, 0);
        for (var i = 0; i < _passed.Length; i++)
        {
            _passed[i] = reader.ReadInt64();
        }
    }
}
