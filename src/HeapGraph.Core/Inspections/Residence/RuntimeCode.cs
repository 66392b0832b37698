namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Assemblies and code that were made at run time.</summary>
internal sealed class RuntimeCode : IMemoryInspection
{
    private const int Many = 300;   // a large web application loads some 200 assemblies

    private static readonly (string Type, string What)[] Made =
    [
        ("System.Reflection.RuntimeAssembly", "assemblies"), ("System.Reflection.Emit.DynamicMethod", "dynamic methods"),
        ("System.Runtime.Loader.AssemblyLoadContext", "load contexts"), ("System.Reflection.LoaderAllocator", "contexts that can be unloaded"),
    ];

    public MemoryVerdict? Of(InspectedMemory memory)
    {
        var (own, small) = (memory.BytesOf(MemoryKind.LoaderHeaps, MemoryKind.Code, MemoryKind.Stubs), memory.BytesOf(MemoryKind.Malloc));
        var counts = Made.Select(made => (Count: memory.CountOf(made.Type), made.What)).Where(made => made.Count >= Many).ToArray();

        // What the runtime knows of an assembly stands in small blocks of malloc too.
        var bytes = counts.Length > 0 && small <= own * 4 ? own + small : own;
        if (!memory.Matters(bytes))
        {
            return null;
        }

        return new MemoryVerdict(
            memory.SeverityOf(bytes), "runtime-code",
            counts.Length > 0
                ? $"Made at run time: there are {counts[0].Count:N0} {counts[0].What}, and {bytes.AsByteSize} {memory.OfTotal} are what the runtime knows of them."
                : $"Types and code: {bytes.AsByteSize} {memory.OfTotal} are what the runtime knows of assemblies, types and methods, and their code.",
            bytes)
        {
            Evidence =
            [
                $"Loader heaps {memory.BytesOf(MemoryKind.LoaderHeaps).AsByteSize}, compiled code {memory.BytesOf(MemoryKind.Code).AsByteSize}, stubs {memory.BytesOf(MemoryKind.Stubs).AsByteSize}"
                    + (bytes > own ? $"; small blocks of malloc {small.AsByteSize}, of which the runtime has some for each assembly." : "."),
                .. counts.Length > 0 ? (string[])[$"The heap has objects of {string.Join(", ", counts.Select(one => $"{one.Count:N0} {one.What}"))}."] : [],
            ],
            Remedy = "Find what makes assemblies or dynamic methods again and again (serializers with overrides, regular expressions and expression trees compiled on each call, proxies, plug-ins that never unload), and make each once.",
            Next = new NextCommand.Suspects(),
        };
    }
}
