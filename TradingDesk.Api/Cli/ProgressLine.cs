using System.Diagnostics;

namespace TradingDesk.Api.Cli;

/// <summary>Progress of long work on standard error, at most once a second; nothing where standard error is not a terminal.</summary>
internal sealed class ProgressLine(DeskShell shell)
{
    private readonly bool _isShown = !Console.IsErrorRedirected;
    private long _last;

    public void Show(string text)
    {
        if (_isShown && (_last == 0 || Stopwatch.GetElapsedTime(_last) >= TimeSpan.FromSeconds(1)))
        {
            _last = Stopwatch.GetTimestamp();
            shell.Error.Write($"\r{text,-78}");
        }
    }

    public void End()
    {
        if (_isShown && _last != 0)
        {
            shell.Error.Write($"\r{string.Empty,-78}\r");
        }
    }
}
