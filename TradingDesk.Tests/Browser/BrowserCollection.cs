namespace TradingDesk.Tests.Browser;

/// <summary>Browser tests share one Chromium and run alone, one after another: some of them measure time, and a page on a crowded machine is slow.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>
{
    public const string Name = "Browser";
}
