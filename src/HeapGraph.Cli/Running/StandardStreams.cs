using HeapGraph.Cli.Sealing;

namespace HeapGraph.Cli.Running;

/// <summary>The three streams that a program is started with, any of which may be closed: then whatever is opened next takes its number, and
/// what is written for one reader reaches another.</summary>
internal static class StandardStreams
{
    private const int Count = 3, GetFlags = 1, ReadOnly = 0;

    /// <summary>Has what is closed be something that takes nothing. To be called before anything is opened.</summary>
    public static void Hold()
    {
        for (var stream = 0; OperatingSystem.IsLinux() && stream < Count; stream++)
        {
            if (SealCalls.ControlFile(stream, GetFlags, 0) < 0)
            {
                _ = SealCalls.Open("/dev/null", ReadOnly, 0);
            }
        }
    }
}
