using Quartz;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;

namespace TradingDesk.Api.Jobs;

/// <summary>Tells the pipeline that a timeframe's interval is over, and nothing more: the analysis is the pipeline's.</summary>
internal abstract class BarCloseJob(IDeskControl control, Timeframe timeframe) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await control.PostTimerAsync(timeframe, cancellationToken);
}

[DisallowConcurrentExecution]
internal sealed class H1CloseJob(IDeskControl control) : BarCloseJob(control, Timeframe.H1);

[DisallowConcurrentExecution]
internal sealed class H4CloseJob(IDeskControl control) : BarCloseJob(control, Timeframe.H4);
