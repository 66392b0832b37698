using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Reading.Live.Linux;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Live;

/// <summary>Native memory that no question about the heap needs does not make a process stand still.</summary>
[Collection(LiveCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed unsafe class NativeBlocksTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapgraph.tests.").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NotQuick]
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Large_blocks_are_copied_whole_when_the_process_runs_on(bool goesToFolder)
    {
        using var target = LeakTarget.Start("BusyTarget", "0 1 200");
        var saved = Path.Combine(_folder, "saved.dmp");
        using (var copy = ProcessCopy.Take(target.Id, new LiveOptions { SpillFolder = goesToFolder ? _folder : null }, null, Cancellation))
        {
            Assert.InRange(copy.Freeze.BytesAfterwards, 90 * Megabyte, 110 * Megabyte);   // some may look as if they were referred to
            AtomicFile.Fill(saved, file => copy.SaveTo(file, Cancellation));
        }

        using var dump = OpenedDump.Open(saved, null);
        var blocks = dump.Runtime.Heap.EnumerateObjects().Where(found => found.Type?.Name is "System.IntPtr[]" or "nint[]").MaxBy(found => found.Size).AsArray();
        Assert.Equal((200 * 8) + 100, blocks.Length);
        foreach (var block in Enumerable.Range(0, blocks.Length).Select(index => (ulong)blocks.GetValue<nint>(index)).TakeLast(100))
        {
            var (copied, there) = (new byte[Megabyte], new byte[Megabyte]);
            Assert.Equal(Megabyte, dump.Runtime.DataTarget.DataReader.Read(block, copied));
            Assert.Equal(Megabyte, LiveMemory.Read(target.Id, block, there));
            Assert.True(copied.AsSpan().SequenceEqual(there));
        }
    }

    [NotQuick]
    [Fact]
    public void All_memory_is_copied_at_once_where_that_is_asked_for()
    {
        using var target = LeakTarget.Start("BusyTarget", "0 1 200");
        using var usual = ProcessCopy.Take(target.Id, new LiveOptions(), null, Cancellation);
        using var whole = ProcessCopy.Take(target.Id, new LiveOptions { CopiesAllAtOnce = true }, null, Cancellation);
        Assert.Equal(0, whole.Freeze.BytesAfterwards);
        Assert.InRange(whole.Freeze.Bytes, usual.Freeze.Bytes + (85 * Megabyte), long.MaxValue);
    }

    [Fact]
    public void What_other_memory_refers_to_is_copied_at_once_and_what_that_refers_to_too()
    {
        const ulong Block = 1 << 20;
        const int Blocks = 80;
        var memory = (ulong*)NativeMemory.AlignedAlloc((nuint)(Blocks * Block), (nuint)Environment.SystemPageSize);
        var other = (ulong*)NativeMemory.AlignedAlloc((nuint)Environment.SystemPageSize, (nuint)Environment.SystemPageSize);
        try
        {
            new Span<byte>(memory, (int)(Blocks * Block)).Clear();
            new Span<byte>(other, Environment.SystemPageSize).Clear();
            for (var index = 0; index < Blocks; index++)
            {
                At(index)[1] = Block | 2;   // as glibc marks it
            }

            other[7] = (ulong)At(3) + 16;
            At(3)[1000] = (ulong)At(5) + 4096;
            At(6)[1000] = (ulong)At(7) + 16;
            At(9)[1] = 0;   // is none

            var start = (ulong)memory;
            MemoryMapping[] mappings = [Plain((ulong)other, (ulong)Environment.SystemPageSize), Plain(start, Blocks * Block)];
            Array.Sort(mappings, (a, b) => a.Start.CompareTo(b.Start));
            var found = NativeBlocks.Of(Environment.ProcessId, mappings, [.. mappings.Select(mapping => new List<LinuxCalls.Stretch> { new(mapping.Start, mapping.Bytes) })], [], Cancellation);
            Assert.Equal(
                Enumerable.Range(0, Blocks).Where(index => index is not (3 or 5 or 9)).Select(index => (start + ((ulong)index * Block), start + ((ulong)index * Block) + Block)),
                found.StillThere());
            At(8)[1] = (2 * Block) | 2;   // another one since then
            Assert.DoesNotContain(((ulong)At(8), (ulong)At(8) + Block), found.StillThere());

            ulong* At(int index) => memory + ((ulong)index * Block / sizeof(ulong));
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
            NativeMemory.AlignedFree(other);
        }
    }

    private static MemoryMapping Plain(ulong start, ulong bytes) => new(start, start + bytes, "rw-p", 0, 0, "");
}
