using System.Reflection.Metadata;
using HeapGraph.Core.Reading.Code;
using HeapGraph.Core.Reading.Code.Modules;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Code;

/// <summary>By the code of this very assembly, as it was compiled; what compilers make of it differs between configurations.</summary>
public sealed class FillSearchTests
{
    private static readonly ModuleCode Here = CodeOf(typeof(FillTraps).Assembly.Location);

    [Theory]
    [InlineData("Plain", "FillTraps.AddThroughLocal", "FillTrapsOfOthers.AddThroughProperty")]
    [InlineData("Other", "FillTraps.ReadAndAddElsewhere", "FillTraps.Branch")]
    [InlineData("Unused")]
    [InlineData("ById", "FillTraps.PutById")]
    [InlineData("Elsewhere", "FillTraps.MoveById")]
    [InlineData("Lazily", "FillTraps.AddLazily")]
    [InlineData("Swapped", "FillTraps.Swap")]
    [InlineData("Table", "FillTraps..cctor")]
    [InlineData("Appended", "FillTraps.Append")]
    [InlineData("Built", "FillTraps.Build")]
    [InlineData("Updated", "FillTraps.Update")]
    [InlineData("Shrunk")]
    [InlineData("Interlocked1", "FillTraps.TryAdd")]
    [InlineData("Waiting", "FillTraps.Write")]
    [InlineData("Weakly", "FillTraps.Attach")]
    [InlineData("Bags", "FillTraps.Bag", "FillTraps.BagKnown")]
    [InlineData("Slots", "FillTraps.SetSlot")]
    [InlineData("Grid", "FillTraps.SetGrid")]
    [InlineData("Handlers", "FillTraps.Subscribe")]
    [InlineData("Handed", "FillTraps.HandOver")]
    [InlineData("Iterated", "FillTraps.Iterate")]
    [InlineData("Branched", "FillTraps.Branch")]
    [InlineData("Guarded", "FillTraps.Guard")]
    [InlineData("Grouped", "FillTraps.Group")]
    [InlineData("Captured", "lambda in FillTraps.Capture")]
    [InlineData("Awaited", "FillTraps.Await")]
    [InlineData("Copied", "FillTraps.CopyInto")]
    [InlineData("Ambient", "FillTraps.Enter")]
    public void Those_are_named_that_fill_a_field_and_nobody_else(string field, params string[] methods) =>
        Assert.Equal(methods, (Ask("HeapGraph.Core.Tests.Reading.Code.FillTraps", field)?.Methods ?? []).Select(name => name.Replace("HeapGraph.Core.Tests.Reading.Code.", "", StringComparison.Ordinal)));

    [Fact]
    public void What_is_handed_on_and_kept_elsewhere_is_said_to_be() => Assert.Equal(
        "It is handed on to HeapGraph.Core.Tests.Reading.Code.FillTraps.Keeper..ctor, where it was not followed.",
        Ask("HeapGraph.Core.Tests.Reading.Code.FillTraps", "GivenAway")?.Unknown);

    [Fact]
    public void What_is_added_through_an_interface_is_found_where_that_means_one_type_and_said_where_it_may_be_others()
    {
        var one = Ask("HeapGraph.Core.Tests.Reading.Code.HasItems", "_items");
        Assert.Equal(("HeapGraph.Core.Tests.Reading.Code.UsesItems.AddThroughInterface", null), (Assert.Single(one!.Methods), one.Unknown));

        var shared = Ask("HeapGraph.Core.Tests.Reading.Code.HasItems", "_shared");
        Assert.Equal("Calls of HeapGraph.Core.Tests.Reading.Code.IShareItems.get_Items were not followed: several types implement that.", shared?.Unknown);
        Assert.Empty(shared!.Methods);
    }

    private static FilledIn? Ask(string type, string name)
    {
        var field = Here.Metadata.GetTypeDefinition(Here.TypeNamed(type)!.Value).GetFields()
            .Single(field => Here.Metadata.GetString(Here.Metadata.GetFieldDefinition(field).Name) == name);
        return FillSearch.For(new ProgramCode([Here]), new SoughtField(Here, field, null, IsLinked: false), CancellationToken.None);
    }

    private static unsafe ModuleCode CodeOf(string path)
    {
        var copy = GC.AllocateUninitializedArray<byte>((int)new FileInfo(path).Length, pinned: true);
        using var file = File.OpenRead(path);
        file.ReadExactly(copy);
        fixed (byte* start = copy)
        {
            return new ModuleCode(new ModuleBytes((nint)start, copy.Length, IsLoaded: false, copy));
        }
    }
}
