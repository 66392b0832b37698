using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Slots of references and generations of objects, against ClrMD.</summary>
[NotQuick]
public sealed class SlotTests
{
    [Theory]
    [InlineData("KnownShape", "")]
    [InlineData("KnownShape", "DOTNET_gcServer")]
    [InlineData("ArrowKinds", "")]
    public void Each_reference_stands_where_its_slot_says_and_each_object_is_of_the_generation_that_ClrMD_tells(string name, string setting)
    {
        var path = setting.Length == 0 ? LeakTargetDumps.Heap(name) : LeakTargetDumps.Heap(name, environment: (setting, "1"));
        using var snapshot = new DumpHeapReader(path).Read(
            new HeapReadOptions(GraphParts.Reachability | GraphParts.Slots), null, TestContext.Current.CancellationToken);
        using var oracle = OpenedDump.Open(path, null);
        var graph = snapshot.Graph;
        var (heap, reader) = (oracle.Runtime.Heap, oracle.Runtime.DataTarget.DataReader);
        var (fields, parts) = (0, new HashSet<int>());
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            var address = graph.AddressOf(index);
            Assert.Equal($"{heap.GetSegmentByAddress(address)!.GetGeneration(address)}", NameOf(graph.Generations[index]!.Value));
            var references = graph.References[index];
            var slots = graph.SlotsOf(index);
            var type = heap.GetObjectType(address)!;
            for (var at = 0; at < references.Length; at++)
            {
                if (slots[at] >= ReferenceSlot.Dependent)
                {
                    continue;
                }

                if (!type.IsArray)
                {
                    Assert.True(graph.AddressOf(references[at]) == reader.ReadPointer(address + 8UL * slots[at]), $"{type.Name} {address:x} reference {at} of {references.Length}, slot {slots[at]}");
                    fields++;
                }
                else if (type.ComponentType!.IsValueType && type.ComponentSize > 8)
                {
                    parts.Add(slots[at]);
                    Assert.InRange(slots[at], 1, type.ComponentSize / 8);
                }
                else
                {
                    Assert.Equal(ReferenceSlot.Element, slots[at]);
                }
            }
        }

        Assert.True(fields > 200 && parts.Count > 0, $"{fields} fields, {parts.Count} parts of elements");
    }

    private static string NameOf(HeapGeneration generation) => generation switch
    {
        HeapGeneration.Gen0 => nameof(Generation.Generation0),
        HeapGeneration.Gen1 => nameof(Generation.Generation1),
        HeapGeneration.Gen2 => nameof(Generation.Generation2),
        _ => generation.ToString(),
    };
}
