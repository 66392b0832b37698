using System.Runtime.Versioning;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Live.Linux.CoreDump;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>What was taken of a process while it stood still.</summary>
/// <param name="Plan">What was copied, and where to.</param>
/// <param name="Threads">Its threads, the main thread first.</param>
/// <param name="Mappings">What it had mapped.</param>
/// <param name="AuxiliaryVector">What the kernel told it at its start.</param>
/// <param name="Copied">How many bytes were copied.</param>
[SupportedOSPlatform("linux")]
internal sealed record FrozenMemory(CopyPlan Plan, List<CoreThread> Threads, List<MemoryMapping> Mappings, byte[] AuxiliaryVector, long Copied)
{
    /// <summary>What of it is in memory; null where nobody asks, or the system does not tell.</summary>
    public ProcessResidence? Residence { get; init; }
}
