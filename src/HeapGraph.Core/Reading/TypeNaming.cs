using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading;

/// <summary>Names the types of a walk, once per type, and gives MethodTables of one name and assembly one type.</summary>
internal sealed class TypeNaming
{
    private readonly Dictionary<string, int> _indexByName = [];   // behind the assembly and a line's end
    private readonly List<HeapType> _types = [];
    private int _unnamedCount;

    private TypeNaming(WalkedDump dump, IReadOnlyList<MethodTableFacts> methodTables, IProgress<HeapReadProgress>? progress)
    {
        TypeIndexByMethodTable = new int[methodTables.Count];
        foreach (var facts in methodTables)
        {
            progress?.Report(new HeapReadProgress("Naming types", facts.Index, methodTables.Count, "types") { IsInDac = true });
            TypeIndexByMethodTable[facts.Index] = IndexOf(dump, facts);
        }

        DacCall.Leaves();
    }

    public IReadOnlyList<HeapType> Types => _types;

    public int[] TypeIndexByMethodTable { get; }

    /// <summary>Names the types that the walk has met; warns of those that have no name.</summary>
    public static TypeNaming Of(WalkedDump dump, IProgress<HeapReadProgress>? progress)
    {
        var naming = new TypeNaming(dump, dump.MethodTables.Known, progress);
        if (naming._unnamedCount > 0)
        {
            dump.Warnings.Add(naming._unnamedCount == 1
                ? "1 type could not be named; it appears by the address of its MethodTable."
                : $"{naming._unnamedCount:N0} types could not be named; they appear by the address of their MethodTable.");
        }

        return naming;
    }

    /// <summary>A type of ClrMD's as ours, without what its MethodTable itself says; null for one without a name.</summary>
    public static HeapType? Of(ClrType type, OwnNamespaces own)
    {
        if (type.Name is not { } clrName)
        {
            return null;
        }

        var name = ArrayTypeName.InSource(clrName);
        var assembly = Path.GetFileNameWithoutExtension(type.Module?.Name) ?? "";
        var named = new HeapType(CSharpTypeName.FullNameOf(name), CSharpTypeName.ShortNameOf(name), assembly) { Traits = TraitsOf(type), CollectionBase = CollectionBaseOf(type) };
        return own.Hold(named) is { } isOwn ? named with { IsInOwnNamespace = isOwn } : named;
    }

    private int IndexOf(WalkedDump dump, MethodTableFacts facts)
    {
        var type = Describe(dump, facts);
        var name = $"{type.AssemblyName}\n{type.Name}";
        if (!_indexByName.TryGetValue(name, out var index))
        {
            _indexByName[name] = index = _types.Count;
            _types.Add(type);
        }

        return index;
    }

    private HeapType Describe(WalkedDump dump, MethodTableFacts facts)
    {
        var module = MethodTableFacts.ModuleOf(facts.Address, dump.Image);
        DacCall.Enters(DacPieces.TypeNames, facts.Address, module);
        try
        {
            if (!dump.LeftOut.Has(DacPieces.TypeNames, facts.Address, module) && dump.Runtime.Heap.GetTypeByMethodTable(facts.Address) is { } type && Of(type, dump.Own) is { } named)
            {
                return named with { Traits = named.Traits | OwnTraitsOf(facts) };
            }
        }
        catch (Exception damaged) when (ClrMdFailure.Explain(damaged) is not null)
        {
            // Counted with the types that have no name.
        }

        _unnamedCount++;
        var unnamed = $"<unnamed MethodTable {facts.Address:x}>";
        return new HeapType(unnamed, unnamed, "") { Traits = OwnTraitsOf(facts) };
    }

    private static string? CollectionBaseOf(ClrType type)
    {
        if (type.IsArray || type.IsValueType || FrameworkCollections.Owns(type.Name!))
        {
            return null;
        }

        if (type.IsDelegate)
        {
            return FrameworkDelegate.Base;
        }

        var above = type.BaseType;
        while (above is { Name: var name } && (name is null || !FrameworkCollections.Owns(name)))
        {
            above = above.BaseType;
        }

        return above is null ? null : DefinitionName.InSource(above.Name);
    }

    private static HeapTypeTraits TraitsOf(ClrType type) =>
        (type.IsArray ? HeapTypeTraits.Array : 0)
        | (type.IsString ? HeapTypeTraits.String : 0)
        | (type.IsValueType ? HeapTypeTraits.BoxedValue : 0);

    /// <summary>What the MethodTable itself says, without ClrMD.</summary>
    private static HeapTypeTraits OwnTraitsOf(MethodTableFacts facts) =>
        (facts.IsFinalizable ? HeapTypeTraits.Finalizable : 0) | (facts.HasLength ? HeapTypeTraits.VariableSize : 0);
}
