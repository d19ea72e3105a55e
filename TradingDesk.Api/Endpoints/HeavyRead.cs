using System.Globalization;
using TradingDesk.Core.Operations.Load;

namespace TradingDesk.Api.Endpoints;

/// <summary>
/// Lets reads of many rows wait a moment while the machine is at its limit: half a second by default, then they are answered all the same. They are not refused:
/// a person who looks at a busy desk needs an answer, and the wait alone takes the pressure of polling away.
/// </summary>
internal sealed class HeavyRead(WorkCoordinator coordinator) : IEndpointFilter
{
    /// <summary>Rows above which a read is heavy.</summary>
    public const int HeavyRows = 500;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var limit = context.HttpContext.Request.Query["limit"].ToString();
        if (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows > HeavyRows)
        {
            await coordinator.AdmitAsync(WorkClass.Low, context.HttpContext.RequestAborted);
        }

        return await next(context);
    }
}
