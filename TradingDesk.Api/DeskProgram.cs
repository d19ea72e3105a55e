using TradingDesk.Api.Cli;
using TradingDesk.Api.Hosting;
using TradingDesk.Api.Hosting.Desk;
using TradingDesk.Web;

namespace TradingDesk.Api;

/// <summary>The desk as a program: one process with engine, API and dashboard.</summary>
public static class DeskProgram
{
    /// <summary>Runs until stopped. Exit codes: 0 stopped, 1 broke, 2 cannot start with this configuration.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        try
        {
            var app = Build(args);
            await app.RunAsync(cancellationToken);
            return Environment.ExitCode;
        }
        catch (OptionsFaultException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message.ReplaceLineEndings(" "));
            return DeskShell.BadUsage;
        }
    }

    /// <exception cref="OptionsFaultException">The configuration is not valid.</exception>
    public static WebApplication Build(string[] args) => Build(args, DeskHooks.None);

    internal static WebApplication Build(string[] args, DeskHooks hooks)
    {
        // The content root is the program's folder: there lie appsettings.json and the static files, wherever the desk is started from and whoever hosts it.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(DeskProgram).Assembly.GetName().Name });
        builder.Configuration.AddCommandLine(args, DeskCommandLine.RunSwitches);
        builder.WebHost.UseStaticWebAssets();
        var read = DeskBoot.Read(builder.Configuration);
        if (!read.IsSuccess)
        {
            throw new OptionsFaultException(read.Fault);
        }

        var boot = read.Value;
        builder.AddDeskApi(new DeskHostOptions { DataFolder = boot.DataFolder, DeskClock = boot.Clock });
        builder.Services.AddDesk(boot, builder.Configuration, hooks);
        builder.Services.AddDeskWeb(builder.Configuration);

        var app = builder.Build();
        app.MapDeskApi();
        app.MapStaticAssets().AllowAnonymous();
        app.MapDeskWeb();
        return app;
    }
}
