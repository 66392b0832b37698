using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>What the runtime tells of a module.</summary>
/// <param name="Address">The runtime's own object.</param>
/// <param name="Path">Its file; empty when there is none.</param>
/// <param name="Name">The file's name, or something for it.</param>
/// <param name="ImageBase">Where its image begins; 0 when it has none.</param>
/// <param name="MetadataAddress">Where its metadata stand; 0 when they are nowhere.</param>
/// <param name="MetadataLength">Their bytes.</param>
/// <param name="IsDynamic">Whether it was made while the program ran.</param>
internal sealed record ModuleFacts(ulong Address, string Path, string Name, ulong ImageBase, ulong MetadataAddress, ulong MetadataLength, bool IsDynamic)
{
    private const int MostListed = 100_000;

    /// <summary>All modules, each once. Asks the DAC.</summary>
    public static IReadOnlyList<ModuleFacts> AllOf(ClrRuntime runtime) =>
        [.. runtime.EnumerateModules().Take(MostListed).DistinctBy(module => module.Address).Select(Of)];   // a damaged list may lead round

    private static ModuleFacts Of(ClrModule module) => new(
        module.Address, module.Name ?? "", NameIn(module.Name ?? module.AssemblyName), module.ImageBase, module.MetadataAddress, module.MetadataLength, module.IsDynamic);

    /// <summary>The dump's system and this one may write paths in different ways.</summary>
    private static string NameIn(string? path) => path is { Length: > 0 } ? path[(path.LastIndexOfAny(['/', '\\']) + 1)..] : "An assembly without a name";
}
