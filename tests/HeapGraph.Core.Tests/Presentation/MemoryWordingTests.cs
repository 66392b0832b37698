using HeapGraph.Core.Presentation.Words;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>What is said of a process that is larger than the objects in it.</summary>
public sealed class MemoryWordingTests
{
    private const long MB = 1 << 20;

    [Theory]
    [InlineData("native memory fills it", 200, 20, 3, 4, 1, 2)]
    [InlineData("a collector that keeps much", 300, 20, 3, 250, 1, 2)]
    [InlineData("native memory and a collector that keeps much", 500, 20, 3, 100, 1, 2)]
    [InlineData("garbage and free space", 300, 20, 250, 251, 100, 10)]
    [InlineData("a heap that is not in memory", 80, 20, 170, 171, 1, 170)]
    public void What_fills_it_is_said(string part, int resident, int files, int heap, int committed, int free, int reachable) =>
        ExpectedFile.MatchesPart(string.Concat(MemoryWording.HeaderOf(Coverage(resident, files, heap, committed, free), reachable * MB).Select(line => $"{line}\n")), part);

    [Fact]
    public void Of_a_process_that_its_objects_fill_and_of_one_in_order_nothing_is_said_unless_it_is_asked()
    {
        Assert.Empty(MemoryWording.HeaderOf(Coverage(300, 20, 250, 251, 10), 230 * MB));
        Assert.Empty(MemoryWording.HeaderOf(Coverage(75, 54, 1, 4, 0), MB));
        Assert.Empty(MemoryWording.HeaderOf(new HeapCoverage { BytesTotal = MB }, MB, always: true));
        ExpectedFile.MatchesPart($"{Assert.Single(MemoryWording.HeaderOf(Coverage(75, 54, 1, 4, 0), MB, always: true))}\n");
    }

    private static HeapCoverage Coverage(int resident, int files, int heap, int committed, int free) => new()
    {
        BytesTotal = heap * MB, BytesWalked = heap * MB, BytesCommitted = committed * MB, FreeBytes = free * MB,
        Process = new HeapProcess { ResidentBytes = resident * MB, ResidentFileBytes = files * MB },
    };
}
