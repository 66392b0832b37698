using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Pieces that the DAC is not asked for, as if it crashed there: the rest is as it was, and the result says what is missing.</summary>
public sealed class LeftOutTests
{
    private const ulong Type = 0x7f00aa, OtherType = 0x7f00bb, Module = 0x7f1000, OtherModule = 0x7f2000;

    /// <summary>What is said of a piece, and whether everything is still reachable.</summary>
    public static TheoryData<DacPieces, string, bool> Pieces => new()
    {
        { DacPieces.Handles, "read from the handle tables alone", true },
        { DacPieces.FinalizerQueue, "what only they keep alive counts as unreachable", false },
        { DacPieces.StaticFields, "Static fields were left out", true },
        { DacPieces.ThreadStaticFields, "Thread static fields were left out", true },
        { DacPieces.StackWalks, "walk of them crashed", true },
        { DacPieces.ThreadNames, "Names of threads were left out", true },
        { DacPieces.TypeNames, "could not be named", true },
        { DacPieces.LoadContexts, "Load contexts of types were left out", false },
        { DacPieces.FieldNames, "Names of fields and values of objects were left out", true },
    };

    [Theory]
    [MemberData(nameof(Pieces))]
    [NotQuick]
    public void Without_a_piece_all_objects_are_there_and_the_result_says_what_is_missing(DacPieces piece, string said, bool reachesAll)
    {
        using var whole = Read(LeftOut.Nothing);
        using var snapshot = Read(new LeftOut(piece));
        Assert.Equal(whole.Graph.ObjectCount, snapshot.Graph.ObjectCount);
        Assert.Contains(snapshot.Graph.Coverage.Warnings, warning => warning.Contains(said, StringComparison.Ordinal));
        Assert.DoesNotContain(whole.Graph.Coverage.Warnings, warning => warning.Contains(said, StringComparison.Ordinal));
        var (before, after) = (Reachable(whole), Reachable(snapshot));
        Assert.Equal(reachesAll, Enumerable.Range(0, whole.Graph.ObjectCount).Where(before.Contains).All(after.Contains));

        static ObjectSet Reachable(HeapSnapshot snapshot) => ReachableObjects.From(snapshot.Graph, TestContext.Current.CancellationToken);
    }

    [Fact]
    [NotQuick]
    public void A_local_is_found_on_a_stack_that_is_scanned()
    {
        using var scanned = Read(new LeftOut(DacPieces.StackWalks));
        var held = Assert.Single(Enumerable.Range(0, scanned.Graph.ObjectCount), index => scanned.Graph.TypeOf(index).ShortName == "HeldByStack");
        Assert.Contains(scanned.Graph.RootsOf(held), root => root.Kind == HeapRootKind.Stack);
    }

    [Fact]
    [NotQuick]
    public void Where_one_type_is_left_out_the_others_have_their_names()
    {
        using var whole = Read(LeftOut.Nothing);
        var index = Enumerable.Range(0, whole.Graph.ObjectCount).First(index => whole.Graph.TypeOf(index).ShortName == "HeldByStack");
        using var image = new HeapGraph.Core.Reading.Memory.ImageAhead(new HeapGraph.Core.Reading.Memory.DumpFile(LeakTargetDumps.Heap("KnownShape"))).Take();
        var methodTable = image.Read<ulong>(whole.Graph.AddressOf(index));
        using var snapshot = Read(LeftOut.Nothing.With(DacPieces.TypeNames, methodTable, Module)!);
        Assert.StartsWith($"<unnamed MethodTable {methodTable:x}>", snapshot.Graph.TypeOf(index).Name, StringComparison.Ordinal);
        Assert.Single(snapshot.Graph.Types, type => type.Name.StartsWith("<unnamed", StringComparison.Ordinal));
        Assert.Contains(snapshot.Graph.Coverage.Warnings, warning => warning.StartsWith($"Names of types of MethodTable {methodTable:x}", StringComparison.Ordinal));
    }

    [Fact]
    public void One_item_goes_first_then_its_module_then_the_piece()
    {
        var one = LeftOut.Nothing.With(DacPieces.TypeNames, Type, Module)!;
        Assert.True(one.Has(DacPieces.TypeNames, Type, Module));
        Assert.False(one.Has(DacPieces.TypeNames, OtherType, Module));
        Assert.False(one.Has(DacPieces.FieldNames, Type, Module));

        var module = one.With(DacPieces.TypeNames, OtherType, Module)!;
        Assert.True(module.Has(DacPieces.TypeNames, 0x7f00cc, Module));
        Assert.False(module.Has(DacPieces.TypeNames, 0x7f00cc, OtherModule));

        var all = module.With(DacPieces.TypeNames, 0x7f00cc, OtherModule)!;
        Assert.True(all.Has(DacPieces.TypeNames));
        Assert.Null(all.With(DacPieces.TypeNames, 0x7f00dd, OtherModule));
    }

    [Fact]
    public void A_piece_in_which_the_DAC_crashes_again_though_the_item_was_left_out_goes_as_a_whole() =>
        Assert.True(LeftOut.Nothing.With(DacPieces.StaticFields, Type, Module)!.With(DacPieces.StaticFields, Type, Module)!.Has(DacPieces.StaticFields));

    [Fact]
    public void Whatever_crashes_there_is_an_end()
    {
        var random = new Random(1);
        var (leftOut, tries) = ((LeftOut?)LeftOut.Nothing, 0);
        for (; leftOut is not null && tries < 1000; tries++)
        {
            leftOut = leftOut.With(DacPieces.TypeNames, (ulong)random.Next(1, 9), (ulong)random.Next(10, 12));
        }

        Assert.InRange(tries, 2, 5);
        Assert.Null(LeftOut.Nothing.With(DacPieces.None, 0, 0));
        Assert.Null(LeftOut.Nothing.With(DacCall.Opening, 0, 0));
        Assert.Null(LeftOut.Nothing.With((DacPieces)12345, Type, Module));
    }

    [Fact]
    public void What_is_left_out_goes_through_a_line_of_text()
    {
        var leftOut = LeftOut.Nothing.With(DacPieces.StackWalks, 0, 0)!.With(DacPieces.TypeNames, Type, Module)!.With(DacPieces.FieldNames, OtherType, 0)!;
        var read = LeftOut.Parse(leftOut.ToString());
        Assert.Equal(leftOut.Pieces, read.Pieces);
        Assert.Equal(leftOut.Parts, read.Parts);
        Assert.Equal(DacPieces.None, LeftOut.Parse(null).Pieces);
        Assert.Empty(LeftOut.Parse("nonsense;1").Parts);
    }

    private static HeapSnapshot Read(LeftOut leftOut) => new DumpHeapReader(LeakTargetDumps.Heap("KnownShape"))
        .Read(new HeapReadOptions(GraphParts.Reachability) { LeftOut = leftOut }, null, TestContext.Current.CancellationToken);
}
