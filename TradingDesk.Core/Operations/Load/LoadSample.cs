namespace TradingDesk.Core.Operations.Load;

/// <summary>How busy machine and process were since the last look; fractions from 0 to 1 of the whole machine.</summary>
/// <param name="Cpu">Processors in use by anybody.</param>
/// <param name="ProcessCpu">Processors in use by the desk.</param>
/// <param name="Memory">Memory in use by anybody that could not be given back at once.</param>
public readonly record struct LoadSample(double Cpu, double ProcessCpu, double Memory);

/// <summary>Where load is read. Called by one thread.</summary>
public interface ILoadReader
{
    LoadSample Read();
}
