using TradingDesk.Api;
using TradingDesk.Api.Cli;

var shell = new DeskShell();
var root = DeskCommandLine.Create(shell, DeskProgram.RunAsync);
root.Add(SimulateCommand.Create(shell));
root.Add(ReplayCommand.Create(shell));
root.Add(AnalyzeCommand.Create(shell));
return await DeskCommandLine.InvokeAsync(root, args, shell);
