using System.Text;

namespace TradingDesk.Core.Domain;

/// <summary>State that can be written down and taken up again bit for bit, so that a restart continues as if nothing had happened.</summary>
public interface IHasState
{
    void SaveState(StateWriter writer);

    /// <exception cref="InvalidDataException">The data were not written by the same type and version.</exception>
    void LoadState(StateReader reader);
}

/// <summary>Little-endian writer of exact values with section tags.</summary>
public sealed class StateWriter(Stream stream) : BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)
{
    /// <summary>Starts a section; the reader checks the same tag and version.</summary>
    public void Section(string tag, int version)
    {
        Write(tag);
        Write(version);
    }

    public void Write(Timestamp value) => Write(value.UnixMicroseconds);

    /// <summary>A name of its own: an overload of <c>Write</c> here would win over the base class's <c>Write(double)</c>.</summary>
    public void WriteOptional(double? value)
    {
        Write(value.HasValue);
        Write(value.GetValueOrDefault());
    }

    public void Write(in Bar bar)
    {
        Write((byte)bar.Timeframe);
        Write((byte)bar.Source);
        Write((byte)bar.Flags);
        Write(bar.TickCount);
        Write(bar.OpenTime);
        Write(bar.Open);
        Write(bar.High);
        Write(bar.Low);
        Write(bar.Close);
        Write(bar.Volume);
        Write(bar.BuyVolume);
    }
}

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
public sealed class StateReader(Stream stream) : BinaryReader(stream, Encoding.UTF8, leaveOpen: true)
{
    /// <exception cref="InvalidDataException">Another section or version stands here.</exception>
    public void Section(string tag, int version)
    {
        var foundTag = ReadString();
        var foundVersion = ReadInt32();
        if (foundTag != tag || foundVersion != version)
        {
            throw new InvalidDataException($"Expected state of {tag} version {version}, found {foundTag} version {foundVersion}.");
        }
    }

    public Timestamp ReadTimestamp() => new(ReadInt64());

    public double? ReadOptionalDouble()
    {
        var present = ReadBoolean();
        var value = ReadDouble();
        return present ? value : null;
    }

    public Bar ReadBar()
    {
        var timeframe = (Timeframe)ReadByte();
        var source = (Venue)ReadByte();
        var flags = (BarFlags)ReadByte();
        var tickCount = ReadInt32();
        var openTime = ReadTimestamp();
        var open = ReadDouble();
        var high = ReadDouble();
        var low = ReadDouble();
        var close = ReadDouble();
        var volume = ReadDouble();
        var buyVolume = ReadDouble();
        return new Bar(timeframe, openTime, open: open, high: high, low: low, close: close, volume: volume, buyVolume: buyVolume, tickCount: tickCount, source: source, flags: flags);
    }
}
