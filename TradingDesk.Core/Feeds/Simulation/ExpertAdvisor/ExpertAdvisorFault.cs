namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>What the stand-in can be told to do wrong, once each time.</summary>
public enum ExpertAdvisorFault : byte
{
    /// <summary>Closes the connection and dials again.</summary>
    Disconnect,

    /// <summary>Does nothing at all for <see cref="SimulatedExpertAdvisorOptions.FreezeMs"/>, the connection open.</summary>
    Freeze,

    /// <summary>Sends the next line of ticks twice.</summary>
    DuplicateTicks,

    /// <summary>Holds the next line of ticks back for <see cref="SimulatedExpertAdvisorOptions.LateBySeconds"/> while newer ones go out.</summary>
    LateTicks,

    /// <summary>Dials again with a wrong token, once.</summary>
    WrongToken,

    /// <summary>Sends a line longer than the protocol allows.</summary>
    OversizeLine,

    /// <summary>Sends a line that is no JSON.</summary>
    GarbageLine,

    /// <summary>Loses the next line of ticks after numbering it.</summary>
    LostLine,

    /// <summary>Sends the newest quote again as if it were live, with its old time, as a terminal does whose clock stands still.</summary>
    StaleTicks,

    /// <summary>Ten times the spread for five seconds of the market's clock.</summary>
    WideSpread,
}
