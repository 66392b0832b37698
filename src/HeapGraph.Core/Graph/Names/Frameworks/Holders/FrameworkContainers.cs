namespace HeapGraph.Core.Graph.Names.Frameworks.Holders;

/// <summary>What of .NET's holds whatever the program puts in: what is in them says nothing about .NET itself.</summary>
internal static class FrameworkContainers
{
    // Timers and contexts hold what the program gave them to call, or to flow with a call.
    private static readonly string[] Definitions =
    [
        "System.Threading.ThreadLocal", FrameworkWeakTable.Name, "System.Threading.AsyncLocal", "System.Threading.AsyncLocalValueMap", "System.Threading.ExecutionContext",
        "System.Threading.TimerQueue", "System.Threading.TimerQueueTimer", "System.Threading.Timer",
    ];

    /// <summary>Whether a full name is that of one, of a part of one, or of a field of either.</summary>
    public static bool Own(string name) => Array.Exists(
        Definitions, definition => name.StartsWith(definition, StringComparison.Ordinal) && (name.Length == definition.Length || name[definition.Length] is '.' or '<' or '+'));
}
