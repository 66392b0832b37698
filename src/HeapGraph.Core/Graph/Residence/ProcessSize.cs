namespace HeapGraph.Core.Graph.Residence;

/// <summary>How large a process was at one moment, by the kernel's counters.</summary>
/// <param name="Start">When it started, as the kernel writes it: another process with the same id has another one.</param>
/// <param name="Resident">Bytes in memory: the sum of the next three.</param>
/// <param name="Anonymous">Of these without a file.</param>
/// <param name="File">Of these pages of files.</param>
/// <param name="SharedMemory">Of these shared memory.</param>
/// <param name="Swapped">Bytes that are swapped out.</param>
internal readonly record struct ProcessSize(string Start, long Resident, long Anonymous, long File, long SharedMemory, long Swapped);
