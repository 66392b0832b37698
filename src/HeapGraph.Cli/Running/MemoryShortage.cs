namespace HeapGraph.Cli.Running;

/// <summary>Who is ended when a machine or container runs out of memory.</summary>
internal static class MemoryShortage
{
    private const string MostEligible = "1000";

    /// <summary>Asks the kernel to end this process before any other: the one that is looked at is larger, and would be the first.</summary>
    /// <remarks>Linux: proc(5), oom_score_adj, which everybody may raise. What is started from here inherits it.</remarks>
    public static void EndUsFirst()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", MostEligible);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            // Not Linux, or no /proc: nothing else can be done.
        }
    }
}
