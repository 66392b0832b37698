namespace HeapGraph;

/// <summary>What the control group (container) of a process has in memory, with all processes in it.</summary>
/// <param name="LimitBytes">What it may have; null without a limit.</param>
/// <param name="UsedBytes">What counts towards the limit now.</param>
/// <param name="AnonymousBytes">Of these memory without a file: heaps, stacks.</param>
/// <param name="FileBytes">Of these pages of files, also of those that were only read or written: the page cache.</param>
/// <param name="ReclaimableBytes">Of <paramref name="FileBytes"/> what the kernel drops first when it needs memory (inactive_file).</param>
/// <param name="SharedMemoryBytes">Of <paramref name="FileBytes"/> shared memory and files of tmpfs, which can't be dropped.</param>
/// <param name="KernelBytes">The kernel's own for the group: page tables, sockets, thread stacks in the kernel.</param>
public sealed record ContainerMemory(
    long? LimitBytes, long UsedBytes, long AnonymousBytes, long FileBytes, long ReclaimableBytes, long SharedMemoryBytes, long KernelBytes);
