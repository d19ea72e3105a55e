using System.CommandLine;
using System.Globalization;
using TradingDesk.Api.Hosting;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;

namespace TradingDesk.Api.Cli;

/// <summary><c>users list|create|signin-link|password</c>. Works on the data folder, whether the desk runs or not.</summary>
internal static class UsersCommand
{
    private const int LinkMinutes = 60;

    public static Command Create(DeskShell shell)
    {
        var users = new Command("users", "Accounts of the dashboard");
        users.Add(List(shell));
        users.Add(CreateUser(shell));
        users.Add(SignInLink(shell));
        users.Add(Password(shell));
        return users;
    }

    private static Command List(DeskShell shell)
    {
        var folder = CommonOptions.DataFolder();
        var command = new Command("list", "Lists accounts") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var database = shell.OpenDatabase(shell.DataFolderOf(parsed.GetValue(folder)));
            foreach (var user in await new UserStore(database, shell.Clock).ListAsync(cancellationToken))
            {
                var password = user.HasPassword ? "password" : "no password";
                await shell.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{user.Name,-20}  {user.Role,-7}  {password,-11}  last sign-in {DeskShell.Show(user.LastSignInAt)}"));
            }

            return DeskShell.Done;
        });
        return command;
    }

    private static Command CreateUser(DeskShell shell)
    {
        var name = new Argument<string>("name") { Description = "3 to 40 characters of a-z, 0-9, dot, dash and underscore" };
        var role = new Option<string>("--role") { Description = string.Join(", ", DeskRoles.All), DefaultValueFactory = _ => DeskRoles.Viewer };
        var folder = CommonOptions.DataFolder();
        var command = new Command("create", "Makes an account; give its owner a sign-in link") { name, role, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var database = shell.OpenDatabase(shell.DataFolderOf(parsed.GetValue(folder)));
            var created = await new UserStore(database, shell.Clock).CreateAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(role), cancellationToken);
            if (!created.IsSuccess)
            {
                return await shell.FailAsync(created.Fault);
            }

            await AuditAsync(shell, database, "users create", created.Value, cancellationToken);
            return DeskShell.Done;
        });
        return command;
    }

    private static Command SignInLink(DeskShell shell)
    {
        var name = new Argument<string>("name");
        var folder = CommonOptions.DataFolder();
        var address = CommonOptions.Address();
        var command = new Command("signin-link", "Prints a link that signs the account in once, within the hour") { name, folder, address };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var database = shell.OpenDatabase(shell.DataFolderOf(parsed.GetValue(folder)));
            var users = new UserStore(database, shell.Clock);
            var token = await users.CreateSignInTokenAsync(parsed.GetRequiredValue(name), TimeSpan.FromMinutes(LinkMinutes), cancellationToken);
            if (!token.IsSuccess)
            {
                return await shell.FailAsync(token.Fault);
            }

            await AuditAsync(shell, database, "users signin-link", await users.FindAsync(parsed.GetRequiredValue(name), cancellationToken), cancellationToken);
            await shell.Out.WriteLineAsync(FirstSignInLink.LinkTo(shell.AddressOf(parsed.GetValue(address)), token.Value));
            return DeskShell.Done;
        });
        return command;
    }

    private static Command Password(DeskShell shell)
    {
        var name = new Argument<string>("name");
        var folder = CommonOptions.DataFolder();
        var command = new Command("password", "Reads a new password from standard input; ends the account's sessions") { name, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var password = await shell.In.ReadLineAsync(cancellationToken) ?? "";
            using var database = shell.OpenDatabase(shell.DataFolderOf(parsed.GetValue(folder)));
            var changed = await new UserStore(database, shell.Clock).SetPasswordAsync(parsed.GetRequiredValue(name), password, cancellationToken);
            if (!changed.IsSuccess)
            {
                return await shell.FailAsync(changed.Fault);
            }

            await AuditAsync(shell, database, "users password", changed.Value, cancellationToken);
            return DeskShell.Done;
        });
        return command;
    }

    private static Task<AuditEntry> AuditAsync(DeskShell shell, DeskDatabase database, string what, DeskUser? user, CancellationToken cancellationToken) =>
        new AuditLog(database, shell.Clock).WriteAsync(new AuditRecord("shell", what, user?.Name, Before: null, After: null, "shell"), cancellationToken);
}
