using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Contents;

/// <summary>The modules without a file that nothing can unload. Those of a collectible assembly have a LoaderAllocator of their own, all others that of System.Private.CoreLib.</summary>
internal sealed class MadeModules(ClrRuntime runtime, LeftOut leftOut)
{
    private const int MostNamed = 200;   // naming one takes half a millisecond
    private const int MostModules = 1_000_000;
    private const int MostTypes = 16;
    private const string Script = "Submission#";   // of Roslyn's

    /// <summary>Finds them. What can't be read counts as none.</summary>
    public MadeAssemblies Find()
    {
        try
        {
            var common = runtime.BaseClassLibrary.LoaderAllocator;
            ClrModule[] all = [.. runtime.EnumerateModules().Take(MostModules).DistinctBy(module => module.Address)];
            var isSingleFile = !HasPath(runtime.BaseClassLibrary);   // then those of the program itself have none either
            var often = isSingleFile ? all.GroupBy(module => module.Name).Where(same => same.Skip(1).Any()).Select(same => same.Key).ToHashSet() : [];
            ClrModule[] made = [.. all.Where(module => module.LoaderAllocator == common && (module.IsDynamic || (!HasPath(module) && (!isSingleFile || often.Contains(module.Name)))))];
            return new MadeAssemblies(made.Length, [.. Enumerable.Range(0, Math.Min(MostNamed, made.Length)).Select(number => NameOf(made[(int)((long)number * made.Length / Math.Min(MostNamed, made.Length))]))]);
        }
        catch (Exception unreadable) when (unreadable is not (OutOfMemoryException or OperationCanceledException))
        {
            return MadeAssemblies.None;
        }
        finally
        {
            DacCall.Leaves();
        }
    }

    private static bool HasPath(ClrModule module) => module.Name?.AsSpan().IndexOfAny('/', '\\') >= 0;

    private string NameOf(ClrModule module)
    {
        if (leftOut.Has(DacPieces.FieldNames, module.Address, module.Address))
        {
            return "";
        }

        DacCall.Enters(DacPieces.FieldNames, module.Address, module.Address);
        foreach (var (methodTable, _) in module.EnumerateTypeDefToMethodTableMap().Take(MostTypes))
        {
            if (runtime.GetTypeByMethodTable(methodTable)?.Name is { Length: > 0 } name && !name.StartsWith('<') && (module.IsDynamic || name.StartsWith(Script, StringComparison.Ordinal)))
            {
                return CSharpTypeName.FullNameOf(name);
            }
        }

        return module.Name ?? "";
    }
}
