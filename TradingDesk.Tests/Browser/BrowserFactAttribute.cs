namespace TradingDesk.Tests.Browser;

/// <summary>A test in Chromium; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!Chromium.IsInstalled)
        {
            Skip = $"{Chromium.Path} is not installed (apt-get install chromium).";
        }
    }
}
