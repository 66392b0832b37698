using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>What is missing from a result, in sentences: which piece was left out, and what that means.</summary>
internal static class LeftOutWords
{
    private const string Since = "since the runtime's own library (DAC) crashes on them";

    // Handles and stacks tell themselves how they were read instead.
    private static readonly (DacPieces Piece, string What, string Meaning)[] Known =
    [
        (DacPieces.FinalizerQueue, "Objects that wait for their finalizers", "what only they keep alive counts as unreachable"),
        (DacPieces.StaticFields, "Static fields", "what they hold counts as held by GC handles, without the fields' names"),
        (DacPieces.ThreadStaticFields, "Thread static fields", "what they hold counts as held by GC handles, without the fields' names"),
        (DacPieces.ThreadNames, "Names of threads", "threads appear by their numbers"),
        (DacPieces.TypeNames, "Names of types", "they appear by the addresses of their MethodTables"),
        (DacPieces.LoadContexts, "Load contexts of types", "a context that only their objects keep alive counts as unreachable"),
        (DacPieces.FieldNames, "Names of fields and values of objects", "their references have no names, and findings that take them are missing"),
        (DacPieces.ProgramName, "The program's name", "headers go without it"),
        (DacPieces.RuntimeMemory, "The runtime's own memory", "loader heaps, code and the collector's tables are not told apart from other native memory"),
        (DacPieces.Locks, "Locks", "no thread holds one, and deadlocks are not found"),
    ];

    /// <summary>A sentence for each of some pieces of which anything was left out.</summary>
    public static IEnumerable<string> Of(LeftOut leftOut, DacPieces asked, ClrRuntime runtime)
    {
        foreach (var (piece, what, meaning) in Known)
        {
            var parts = leftOut.Parts.Where(part => part.Piece == piece).ToArray();
            if ((asked & piece) != 0 && (leftOut.Has(piece) || parts.Length > 0))
            {
                yield return $"{what}{(parts.Length == 0 ? "" : $" of {string.Join(" and ", parts.Select(part => NameOf(part.Item, part.Module, runtime)))}")} were left out, {Since}: {meaning}.";
            }
        }
    }

    private static string NameOf(ulong item, ulong module, ClrRuntime runtime)
    {
        var file = runtime.EnumerateModules().FirstOrDefault(known => known.Address == module)?.Name is { Length: > 0 } path ? Path.GetFileName(path) : null;
        return (item, file) switch
        {
            (0, _) => $"the types of {file ?? $"module {module:x}"}",
            (_, null) => $"MethodTable {item:x}",
            _ => $"MethodTable {item:x} in {file}",
        };
    }
}
