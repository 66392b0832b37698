namespace HeapGraph;

/// <summary>What a process had in memory at one moment; with its children, what all of them had together.</summary>
/// <remarks>The kernel's counters of /proc/PID/status. The kernel may be a little behind with them where many threads allocate at once.
/// A page that several processes share counts for each of them.</remarks>
/// <param name="At">When, since the watching began.</param>
/// <param name="ResidentBytes">Bytes in memory (RSS): the sum of the next three.</param>
/// <param name="AnonymousBytes">Of these memory without a file: the .NET heap, what malloc has, stacks, compiled code.</param>
/// <param name="FileBytes">Of these pages of files: programs, libraries, files that are mapped.</param>
/// <param name="SharedMemoryBytes">Of these shared memory and files of tmpfs.</param>
/// <param name="SwappedBytes">Bytes that are swapped out, no part of <paramref name="ResidentBytes"/>.</param>
/// <param name="Processes">How many processes these are.</param>
public readonly record struct MemorySample(
    TimeSpan At, long ResidentBytes, long AnonymousBytes, long FileBytes, long SharedMemoryBytes, long SwappedBytes, int Processes);
