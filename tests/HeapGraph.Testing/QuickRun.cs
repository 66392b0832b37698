namespace HeapGraph.Testing;

/// <summary>The run of tests that <c>./test quick</c> makes: no process, no dump.</summary>
/// <remarks>It hides PATH too, for processes that tests start by themselves.</remarks>
public static class QuickRun
{
    /// <summary>Fails a test that wants what such a run does not have.</summary>
    public static void Refuse(string what)
    {
        if (Environment.GetEnvironmentVariable("HEAPGRAPH_QUICK") == "1")
        {
            throw new InvalidOperationException($"'./test quick' has no {what}: mark the test or its class [NotQuick].");
        }
    }
}
