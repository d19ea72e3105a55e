using TradingDesk.Core.Analysis.Parity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Golden;

/// <summary>All eight families in parity form against all eleven files of the reference, every cell of 24,424 rows.</summary>
public sealed class SmcBatchTests(ITestOutputHelper output)
{
    private const int SwingLength = 5;

    [SharedDataFact(SmcReference.Bars, SmcReference.Swings)]
    public void Swings_AllRows_EqualReference()
    {
        var (batch, bars) = Batch();
        Compare("swing_highs_lows", SmcTables.Spread(bars, batch.Swings, row => row.Row, row => [row.Side, row.Level]), floats: []);
    }

    [SharedDataFact(SmcReference.Bars, SmcReference.Breaks)]
    public void Breaks_AllRows_EqualReference()
    {
        var (batch, bars) = Batch();
        Compare("bos_choch", SmcTables.Spread(bars, batch.Breaks(), row => row.Row, row => [NullIfZero(row.Bos), NullIfZero(row.Choch), row.Level, row.Broken]), floats: [2]);
    }

    [SharedDataTheory(SmcReference.Bars, "smc/fvg_result_data.csv", "smc/fvg_consecutive_result_data.csv")]
    [InlineData("fvg", false)]
    [InlineData("fvg_consecutive", true)]
    public void Gaps_AllRows_EqualReference(string file, bool join)
    {
        var (batch, bars) = Batch();
        Compare(file, SmcTables.Spread(bars, batch.Gaps(join), row => row.Row, row => [row.Direction, row.Top, row.Bottom, row.Mitigated]), floats: []);
    }

    [SharedDataFact(SmcReference.Bars, "smc/ob_result_data.csv")]
    public void OrderBlocks_AllRows_EqualReference()
    {
        var (batch, bars) = Batch();
        var blocks = batch.OrderBlocks();

        // The reference read the file's Volume column, which is 0 throughout; its tick volumes are ours. Volume has a test of its own.
        Compare("ob", SmcTables.Spread(bars, blocks, row => row.Row, row => [row.Direction, row.Top, row.Bottom, 0, row.Mitigated, 100]), floats: [1, 2]);
        Assert.Equal(33, blocks.Count(block => block.Direction == 1));
        Assert.Equal(33, blocks.Count(block => block.Direction == -1));
    }

    [SharedDataFact(SmcReference.Bars, "smc/liquidity_result_data.csv")]
    public void Liquidity_AllRows_EqualReference()
    {
        var (batch, bars) = Batch();
        Compare("liquidity", SmcTables.Spread(bars, batch.Liquidity(), row => row.Row, row => [row.Side, row.Level, row.End, row.Swept]), floats: [1]);
    }

    [SharedDataTheory(SmcReference.Bars, "smc/previous_high_low_result_data_4h.csv", "smc/previous_high_low_result_data_1D.csv", "smc/previous_high_low_result_data_W.csv")]
    [InlineData("previous_high_low", "_4h", StructureTag.FourHours)]
    [InlineData("previous_high_low", "_1D", StructureTag.Day)]
    [InlineData("previous_high_low", "_W", StructureTag.Week)]
    public void PreviousHighLow_AllRows_EqualReference(string file, string suffix, StructureTag period)
    {
        var (batch, _) = Batch();
        Compare(file, [.. batch.PreviousHighLow(period).Select(row => (double?[])[row.High, row.Low, row.HighBroken ? 1 : 0, row.LowBroken ? 1 : 0])], floats: [0, 1], suffix);
    }

    [SharedDataFact(SmcReference.Bars, "smc/sessions_result_data.csv")]
    public void Sessions_London_EqualsReference()
    {
        var (batch, _) = Batch();
        var rows = batch.Session(TimeSpan.FromHours(7), TimeSpan.FromHours(16));
        Compare("sessions", [.. rows.Select(row => (double?[])[row.Active ? 1 : 0, row.High, row.Low])], floats: [1, 2]);
    }

    [SharedDataFact(SmcReference.Bars, "smc/retracements_result_data.csv")]
    public void Retracements_AllRows_EqualReference()
    {
        var (batch, _) = Batch();
        Compare("retracements", [.. batch.Retracements().Select(row => (double?[])[row.Direction, row.Current, row.Deepest])], floats: []);
    }

    private static double? NullIfZero(int value) => value == 0 ? null : value;

    private static (SmcBatch Batch, int Bars) Batch()
    {
        var bars = TestBars.Eurusd();
        Assert.Equal(24_424, bars.Length);
        return (new SmcBatch(bars, SwingLength), bars.Length);
    }

    private void Compare(string table, double?[]?[] actual, int[] floats, string suffix = "") =>
        SmcTables.AssertEqual(output, $"smc/{table}_result_data{suffix}.csv", actual, floats);
}
