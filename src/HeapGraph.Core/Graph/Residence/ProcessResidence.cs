namespace HeapGraph.Core.Graph.Residence;

/// <summary>What the system told of a process's memory when its heap was copied.</summary>
/// <param name="Mappings">All mappings, ascending.</param>
/// <param name="OwnPages">The stretches that the process has written to, in mappings that are private or have no file, ascending: in memory or swapped out.</param>
/// <param name="ThreadNames">Names of the threads, by the ids that the process itself sees.</param>
/// <param name="Container">The control group that it lives in; null where none limits or counts memory.</param>
internal sealed record ProcessResidence(
    IReadOnlyList<ResidentMapping> Mappings, IReadOnlyList<AddressRange> OwnPages, IReadOnlyDictionary<int, string> ThreadNames, ContainerMemory? Container);
