using HeapGraph.Core.Inspections.Residence;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph;

public sealed partial class Heap
{
    /// <summary>Where the memory of the process is: from what is resident down to what owns it, the heap and all outside of it, with what stands out.</summary>
    /// <remarks>The kernel tells what is resident (/proc/PID/smaps), the runtime's own structures which of it are the heap, loader heaps and code. A dump of
    /// <c>heapgraph capture</c> holds both; of other dumps the result tells what they hold, which is not what was resident. Costs what
    /// <see cref="MostCommonTypes"/> costs, and a look at each mapping. Linux; elsewhere what the dump holds.</remarks>
    /// <param name="each">Whether the text has a row for each stretch of addresses.</param>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(Heap.OfProcess(1234).Memory());</code></example>
    public HeapMemory Memory(bool each = false) => new(Target, PlainText.Invariantly(() => MemoryVerdicts.Of(_reading.Memory())), each) { Words = _reading.Words };
}
