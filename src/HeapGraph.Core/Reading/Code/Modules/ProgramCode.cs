using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>The code of the program's own assemblies, which are all that are not .NET's. Opened when it is first asked for.</summary>
internal sealed class ProgramCode
{
    private const int MostModules = 1_000;
    private const long MostCopied = 2L << 30;   // bytes of those that the dump does not hold in one piece

    private readonly Lazy<Opened> _code;

    /// <param name="modules">All of the program.</param>
    /// <param name="image">Its memory.</param>
    /// <param name="own">Which namespaces are the program's own, with the assemblies that are called like them.</param>
    public ProgramCode(IReadOnlyList<ModuleFacts> modules, MemoryImage image, OwnNamespaces own) => _code = new(() => Open(modules, image, own));

    /// <param name="modules">All that is at hand.</param>
    public ProgramCode(IReadOnlyList<ModuleCode> modules) => _code = new(Of(modules, new Dictionary<ulong, ModuleCode>(), new Dictionary<ulong, string>()));

    private Opened Code => _code.Value;

    private Dictionary<string, int> Implementers => field ??= Modules.SelectMany(module => module.Interfaces).CountBy(name => name).ToDictionary();

    /// <summary>The modules that are at hand, each build once.</summary>
    public IReadOnlyList<ModuleCode> Modules => Code.Modules;

    /// <summary>The others, in sentences without an end: "Shop.dll is neither in the dump nor at '/app/Shop.dll'".</summary>
    public IReadOnlyList<string> Missing => [.. Code.Missing.Values];

    /// <summary>The code of a module.</summary>
    /// <param name="module">The runtime's object for it.</param>
    /// <param name="whyNot">Why it is not at hand, likewise; null for one of .NET's own.</param>
    public ModuleCode? Of(ulong module, out string? whyNot)
    {
        whyNot = Code.Missing.GetValueOrDefault(module);
        return Code.ByAddress.GetValueOrDefault(module);
    }

    /// <summary>The code of an assembly by its simple name; null when there is none, or more than one.</summary>
    public ModuleCode? Named(string assembly) => Code.ByName[assembly].Take(2).ToArray() is [var only] ? only : null;

    /// <summary>How many types implement an interface themselves, by its full name without type arguments.</summary>
    public int ImplementersOf(string definition) => Implementers.GetValueOrDefault(definition);

    private static Opened Open(IReadOnlyList<ModuleFacts> modules, MemoryImage image, OwnNamespaces own)
    {
        var (byAddress, byBuild, missing) = (new Dictionary<ulong, ModuleCode>(), new Dictionary<Guid, ModuleCode>(), new Dictionary<ulong, string>());
        var copied = 0L;
        foreach (var (index, module) in modules.Where(module => !own.LeaveToFramework($"{Path.GetFileNameWithoutExtension(module.Name)}.")).Index())
        {
            if (index >= MostModules || copied > MostCopied)
            {
                missing[module.Address] = index >= MostModules ? $"{module.Name} comes behind {MostModules:N0} others" : $"{module.Name} comes behind {MostCopied >> 30} GB of others";
                continue;
            }

            try
            {
                if (ModuleBytes.Of(module, image, out var whyNot) is { } bytes && new ModuleCode(bytes, own) is var code)
                {
                    copied += byBuild.TryAdd(code.Build, code) ? bytes.Owner?.Length ?? 0 : 0;
                    byAddress[module.Address] = byBuild[code.Build];
                }
                else
                {
                    missing[module.Address] = $"{module.Name} {whyNot}";
                }
            }
            catch (Exception damaged) when (damaged is not (OutOfMemoryException or OperationCanceledException))
            {
                missing[module.Address] = $"{module.Name} is damaged";
            }
        }

        return Of([.. byBuild.Values], byAddress, missing);
    }

    private static Opened Of(IReadOnlyList<ModuleCode> modules, IReadOnlyDictionary<ulong, ModuleCode> byAddress, IReadOnlyDictionary<ulong, string> missing) =>
        new(modules, byAddress, modules.ToLookup(code => code.Assembly, StringComparer.OrdinalIgnoreCase), missing);

    private sealed record Opened(
        IReadOnlyList<ModuleCode> Modules, IReadOnlyDictionary<ulong, ModuleCode> ByAddress, ILookup<string, ModuleCode> ByName, IReadOnlyDictionary<ulong, string> Missing);
}
