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

    /// <summary>Finds them. What can't be read counts as none.</summary>
    public MadeAssemblies Find()
    {
        try
        {
            var common = runtime.BaseClassLibrary.LoaderAllocator;
            ClrModule[] made = [.. runtime.EnumerateModules().Take(MostModules).Where(module => IsMade(module) && module.LoaderAllocator == common).DistinctBy(module => module.Address)];
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

    // Those of a single file have none either, but names of their own.
    private static bool IsMade(ClrModule module) => module.IsDynamic || (string.IsNullOrEmpty(module.Name) && string.IsNullOrEmpty(module.AssemblyName) && module.ImageBase != 0);

    private string NameOf(ClrModule module)
    {
        if (leftOut.Has(DacPieces.FieldNames, module.Address, module.Address))
        {
            return "";
        }

        DacCall.Enters(DacPieces.FieldNames, module.Address, module.Address);
        foreach (var (methodTable, _) in module.EnumerateTypeDefToMethodTableMap().Take(MostTypes))
        {
            if (runtime.GetTypeByMethodTable(methodTable)?.Name is { Length: > 0 } name && !name.StartsWith('<'))
            {
                return CSharpTypeName.FullNameOf(name);
            }
        }

        return "";
    }
}
