using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>Whose a mapping is by what the kernel says of it alone: where nobody else claims its memory.</summary>
internal sealed class MappingOwners
{
    private readonly HashSet<string> _programs;

    /// <param name="mappings">The process's mappings.</param>
    public MappingOwners(IReadOnlyList<ResidentMapping> mappings) =>
        _programs = [.. mappings.Where(mapping => mapping is { IsExecutable: true, IsAnonymous: false }).Select(mapping => mapping.Path)];

    /// <summary>Whose a mapping is.</summary>
    public (MemoryKind Kind, string? Owner) Of(ResidentMapping mapping) => mapping.Path switch
    {
        // Nobody else maps these: both views of what the runtime writes code to (DOTNET_EnableWriteXorExecute).
        var path when IsRuntimes(path) => (MemoryKind.LoaderHeaps, null),
        "[heap]" => (MemoryKind.Malloc, null),
        "[stack]" => (MemoryKind.Stacks, null),
        "[vdso]" or "[vvar]" or "[vvar_vclock]" or "[vsyscall]" => (MemoryKind.Libraries, mapping.Path),
        var path when path.StartsWith("[anon:", StringComparison.Ordinal) => path.Contains("malloc", StringComparison.Ordinal) ? (MemoryKind.Malloc, null) : (MemoryKind.Unknown, path),
        var path when path.StartsWith("/dev/shm/", StringComparison.Ordinal) || path.StartsWith("/memfd:", StringComparison.Ordinal)
            || path.StartsWith("/SYSV", StringComparison.Ordinal) || path.StartsWith("/dev/zero", StringComparison.Ordinal) => (MemoryKind.SharedMemory, path),
        "" when mapping.IsExecutable => (MemoryKind.LoaderHeaps, null),
        "" => (mapping.IsShared ? MemoryKind.SharedMemory : MemoryKind.Unknown, null),
        var path when IsAssembly(path) => (MemoryKind.Assemblies, path),
        var path when path.StartsWith('/') => (_programs.Contains(path) || path.Contains(".so", StringComparison.Ordinal) ? MemoryKind.Libraries : MemoryKind.MappedFiles, path),
        var path => (MemoryKind.Unknown, path),
    };

    /// <summary>Whether memory without a file may be a part of an assembly or library whose addresses reach over it.</summary>
    public static bool MayBeOfImage(ResidentMapping mapping) => mapping.IsAnonymous || mapping.Path.StartsWith("/dev/zero", StringComparison.Ordinal);

    private static bool IsRuntimes(string path) => path.StartsWith("/memfd:doublemapper", StringComparison.Ordinal);

    private static bool IsAssembly(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".winmd", StringComparison.OrdinalIgnoreCase);
}
