using System.Diagnostics;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output calls the parts of a process's memory.</summary>
internal static class MemoryPartWording
{
    /// <summary>The name in JSON, which never changes.</summary>
    public static string KeyOf(MemoryKind kind) => kind switch
    {
        MemoryKind.Objects => "objects",
        MemoryKind.Garbage => "garbage",
        MemoryKind.FreeSpace => "freeSpace",
        MemoryKind.UnreadHeap => "unreadHeap",
        MemoryKind.FrozenObjects => "frozenObjects",
        MemoryKind.Kept => "kept",
        MemoryKind.GcBookkeeping => "gcBookkeeping",
        MemoryKind.LoaderHeaps => "loaderHeaps",
        MemoryKind.Code => "code",
        MemoryKind.Stubs => "stubs",
        MemoryKind.Assemblies => "assemblies",
        MemoryKind.Libraries => "libraries",
        MemoryKind.Stacks => "stacks",
        MemoryKind.Malloc => "malloc",
        MemoryKind.MallocBlocks => "mallocBlocks",
        MemoryKind.MappedFiles => "mappedFiles",
        MemoryKind.SharedMemory => "sharedMemory",
        MemoryKind.Unknown => "unknown",
        _ => throw new UnreachableException(),
    };

    /// <summary>"objects in use".</summary>
    public static string Of(MemoryKind kind) => kind switch
    {
        MemoryKind.Objects => "objects in use",
        MemoryKind.Garbage => "garbage",
        MemoryKind.FreeSpace => "free space between objects",
        MemoryKind.UnreadHeap => "heap that could not be read",
        MemoryKind.FrozenObjects => "frozen objects (literals)",
        MemoryKind.Kept => "heap that the collector keeps empty",
        MemoryKind.GcBookkeeping => "the collector's tables",
        MemoryKind.LoaderHeaps => "loader heaps (assemblies, types, methods)",
        MemoryKind.Code => "code compiled at run time",
        MemoryKind.Stubs => "the runtime's stubs",
        MemoryKind.Assemblies => "files of assemblies",
        MemoryKind.Libraries => "program and native libraries",
        MemoryKind.Stacks => "stacks of threads",
        MemoryKind.Malloc => "malloc: small blocks",
        MemoryKind.MallocBlocks => "malloc: large blocks",
        MemoryKind.MappedFiles => "mapped files",
        MemoryKind.SharedMemory => "shared memory",
        MemoryKind.Unknown => "nobody's that is known",
        _ => throw new UnreachableException(),
    };

    /// <summary>"objects in use, gen2".</summary>
    public static string Of(MemoryKind kind, HeapGeneration? generation) => generation is { } known && kind != MemoryKind.FrozenObjects ? $"{Of(kind)}, {Wording.Of(known)}" : Of(kind);

    /// <summary>The part as one of ten.</summary>
    public static string InShort(MemoryKind kind) => kind switch
    {
        MemoryKind.Objects or MemoryKind.FrozenObjects or MemoryKind.UnreadHeap => "objects in use",
        MemoryKind.Kept or MemoryKind.GcBookkeeping => "heap that is empty, and the collector's tables",
        MemoryKind.LoaderHeaps or MemoryKind.Code or MemoryKind.Stubs => "the runtime's own: types, code, stubs",
        MemoryKind.Assemblies or MemoryKind.Libraries => "files of assemblies and libraries",
        MemoryKind.Malloc or MemoryKind.MallocBlocks => "malloc",
        MemoryKind.MappedFiles or MemoryKind.SharedMemory => "mapped files and shared memory",
        _ => Of(kind),
    };

    /// <summary>Whose a part is, short: a file by its name, a mapped one by its path.</summary>
    public static string? OwnerOf(MemoryPart part) => part.Owner is not { } owner ? null
        : part.Kind is MemoryKind.Assemblies or MemoryKind.Libraries && Path.GetFileName(owner) is { Length: > 0 } file ? file.Printable : owner.Printable;

    /// <summary>"Container: 310.2 MB of 512 MB allowed (61 %) for all its processes: 250 MB of heaps and stacks, …" of one with a limit.</summary>
    public static string Of(ContainerMemory container)
    {
        (long Bytes, string What)[] known =
        [
            (container.AnonymousBytes, "of heaps and stacks"), (container.FileBytes, $"of files{(container.ReclaimableBytes > 0 ? $" ({container.ReclaimableBytes.AsByteSize} of them dropped first when memory is short)" : "")}"),
            (container.SharedMemoryBytes, "of shared memory (counted with files)"), (container.KernelBytes, "of the kernel's own"),
        ];
        var parts = string.Join(", ", known.Where(part => part.Bytes > 0).Select(part => $"{part.Bytes.AsByteSize} {part.What}"));
        return $"Container: {container.UsedBytes.AsByteSize} of {container.LimitBytes.GetValueOrDefault().AsByteSize} allowed "
            + $"({Wording.Share(container.UsedBytes, container.LimitBytes.GetValueOrDefault())}) for all its processes: {parts}.";
    }
}
