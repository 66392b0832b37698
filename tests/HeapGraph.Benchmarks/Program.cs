using System.Globalization;
using HeapGraph.Benchmarks;
using HeapGraph.Benchmarks.Contenders;
using HeapGraph.Benchmarks.Measuring;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// All but the last are started by it as processes of their own: five contenders, and what fills memory.
switch (args)
{
    case ["read", var dump]:
        Console.WriteLine($"bytes {PlainRead.Run(dump)}");
        return 0;
    case ["clrmd-objects", var dump]:
        ClrMdLoops.CountObjects(dump);
        return 0;
    case ["clrmd-references", var dump]:
        ClrMdLoops.FollowReferences(dump);
        return 0;
    case ["clrmd-addresses", var dump]:
        ClrMdLoops.FollowReferenceAddresses(dump);
        return 0;
    case ["clrmd-root", var dump]:
        ClrMdLoops.SearchFromRoots(dump);
        return 0;
    case [ColdMemory.Filling]:
        ColdMemory.Fill();
        return 0;
    default:
        return BenchmarkCommand.Run(args);
}
