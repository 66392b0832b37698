namespace HeapGraph.Benchmarks.Reporting;

/// <summary>Words for the state of the machine's memory in which something was measured.</summary>
internal static class MemoryState
{
    public static string Words(bool isCold) => isCold
        ? "cold: before each heap all that is free but 1.5 GB filled and given back, and before every run a rest, in which the host of a virtual machine takes it"
        : "as the machine is";
}
