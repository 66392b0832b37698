namespace HeapGraph.Core.Reading.Live.Hosts;

/// <summary>The kernel does not let us stop or read this process: another user's, traced by somebody else, or forbidden
/// to us (yama, seccomp, a missing capability).</summary>
/// <param name="obstacle">What stands in the way; null where the system's settings tell.</param>
internal sealed class FreezeRefusedException(AccessObstacle? obstacle = null) : Exception("The process may not be stopped and read.")
{
    public AccessObstacle? Obstacle => obstacle;
}
