namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Assemblies and code that were made at run time.</summary>
internal sealed class RuntimeCode : IMemoryInspection
{
    private const string Assembly = "System.Reflection.RuntimeAssembly", DynamicAssembly = "System.Reflection.Emit.RuntimeAssemblyBuilder",
        DynamicMethod = "System.Reflection.Emit.DynamicMethod", Contexts = "System.Runtime.Loader.AssemblyLoadContext";

    public MemoryVerdict? Of(InspectedMemory memory)
    {
        var bytes = memory.BytesOf(MemoryKind.LoaderHeaps, MemoryKind.Code, MemoryKind.Stubs);
        if (!memory.Matters(bytes))
        {
            return null;
        }

        var counts = ((string What, long Count)[])[("assemblies", memory.CountOf(Assembly)), ("dynamic assemblies", memory.CountOf(DynamicAssembly)), ("dynamic methods", memory.CountOf(DynamicMethod)), ("load contexts", memory.CountOf(Contexts))];
        return new MemoryVerdict(memory.SeverityOf(bytes), "runtime-code", $"Types and code made at run time: {bytes.AsByteSize} {memory.OfTotal} are what the runtime knows of assemblies, types and methods.", bytes)
        {
            Evidence =
            [
                $"Loader heaps {memory.BytesOf(MemoryKind.LoaderHeaps).AsByteSize}, compiled code {memory.BytesOf(MemoryKind.Code).AsByteSize}, stubs {memory.BytesOf(MemoryKind.Stubs).AsByteSize}.",
                .. counts.Any(one => one.Count > 0) ? (string[])[$"The heap has objects of {string.Join(", ", counts.Where(one => one.Count > 0).Select(one => $"{one.Count:N0} {one.What}"))}."] : [],
            ],
            Remedy = "Find what makes assemblies or dynamic methods again and again (serializers with overrides, regular expressions and expression trees compiled on each call, proxies, plug-ins that never unload), and make each once.",
            Next = new NextCommand.Suspects(),
        };
    }
}
