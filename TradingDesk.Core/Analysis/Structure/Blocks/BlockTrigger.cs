using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Blocks;

/// <summary>A bar that an order block may be made of.</summary>
internal readonly record struct BlockBar(int Index, Timestamp OpenTime, double High, double Low)
{
    public void Save(StateWriter writer)
    {
        writer.Write(Index);
        writer.Write(OpenTime);
        writer.Write(High);
        writer.Write(Low);
    }

    public static BlockBar Load(StateReader reader) => new(reader.ReadInt32(), reader.ReadTimestamp(), High: reader.ReadDouble(), Low: reader.ReadDouble());
}

/// <summary>A swing whose crossing makes an order block, with the most extreme opposite bar since it. No swing while its direction is none.</summary>
internal struct BlockTrigger(Swing swing)
{
    private BlockBar _extreme;
    private bool _hasExtreme;
    private bool _crossed;

    public readonly Swing Swing => swing;

    /// <summary>The block that this trigger has made, as it was then; its direction is none before.</summary>
    public OrderBlock Block { get; private set; }

    /// <summary>Counts a bar after the swing; of equal extremes the last.</summary>
    public void See(in BlockBar bar)
    {
        if (_crossed || swing.Direction == Direction.None || bar.Index <= swing.Index)
        {
            return;
        }

        if (!_hasExtreme || (swing.Direction == Direction.Bullish ? bar.Low <= _extreme.Low : bar.High >= _extreme.High))
        {
            (_extreme, _hasExtreme) = (bar, true);
        }
    }

    /// <summary>True, once, at the first close strictly beyond the swing.</summary>
    /// <param name="block">The bar that the block is made of; <see langword="null"/> where no bar lies between swing and close.</param>
    public bool TryCross(double close, out BlockBar? block)
    {
        block = null;
        if (_crossed || swing.Direction == Direction.None || !swing.IsBeyond(close))
        {
            return false;
        }

        _crossed = true;
        block = _hasExtreme ? _extreme : null;
        return true;
    }

    public void Made(in OrderBlock block) => Block = block;

    public readonly void Save(StateWriter writer)
    {
        swing.Save(writer);
        _extreme.Save(writer);
        writer.Write(_hasExtreme);
        writer.Write(_crossed);
        Block.Save(writer);
    }

    public static BlockTrigger Load(StateReader reader) => new(Swing.Load(reader))
    {
        _extreme = BlockBar.Load(reader),
        _hasExtreme = reader.ReadBoolean(),
        _crossed = reader.ReadBoolean(),
        Block = OrderBlock.Load(reader),
    };
}
