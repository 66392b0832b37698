using System.Globalization;
using HeapGraph.Benchmarks;
using HeapGraph.Benchmarks.Contenders;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// The first five are contenders, started as processes of their own by the last.
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
    default:
        return BenchmarkCommand.Run(args);
}
