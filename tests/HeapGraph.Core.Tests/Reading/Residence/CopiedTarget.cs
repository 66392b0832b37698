using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Reading.Live.Linux;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Residence.Malloc;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Residence;

/// <summary>A copy of a process's memory that can be damaged, and the process's mappings.</summary>
[SupportedOSPlatform("linux")]
internal sealed class CopiedTarget : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapgraph.tests.").FullName;

    public CopiedTarget(KnownNative target)
    {
        var mappings = MemoryMapping.Of(target.Id).Where(mapping => mapping is { IsAnonymous: true, Access: "rw-p", Path: "" or "[heap]" }).ToList();
        Mappings = [.. mappings.Select(mapping => (mapping.Start, mapping.End))];
        Heap = mappings.Where(mapping => mapping.Path == "[heap]").Select(mapping => (mapping.Start, mapping.End)).Single();
        var path = Path.Combine(_folder, "copy.dmp");
        using (var copy = ProcessCopy.Take(target.Id, new LiveOptions { MaxFreeze = TimeSpan.FromMinutes(1) }, null, TestContext.Current.CancellationToken))
        {
            AtomicFile.Fill(path, file => copy.SaveTo(file, TestContext.Current.CancellationToken));
        }

        Copy = new DamagedCopy(path);
    }

    public DamagedCopy Copy { get; }

    public MemoryImage Image => Copy.Whole;

    public IReadOnlyList<(ulong Start, ulong End)> Mappings { get; }

    public (ulong Start, ulong End) Heap { get; }

    public MallocArenas Arenas(long most = MallocArenas.DefaultMostBlocks) => MallocArenas.Of(Image, Mappings, Heap, most, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Copy.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
