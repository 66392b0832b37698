using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>Containers, pipes, pools, thread locals and weak subscriptions: what they hold for the program, and what is in order.</summary>
public sealed class HolderInspectionTests
{
    private const string Scope = "Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceProviderEngineScope";
    private const string Pipe = "System.IO.Pipelines.Pipe";
    private const string Segment = "System.IO.Pipelines.BufferSegment";

    [Fact]
    public void A_hundred_disposables_in_the_root_provider_are_found_and_99_are_not()
    {
        Assert.Equal(("kept-disposables", 100), Only(Disposables(100)));
        Assert.Empty(SketchTriage.FindingsOf(Disposables(99)));
    }

    [Fact]
    public void Those_that_the_program_holds_as_well_are_in_use() =>
        Assert.Empty(SketchTriage.FindingsOf($"{Disposables(200)}\nstatic Shop.App.Exporters -> Exporter[] -> Exporter#1..200"));

    [Fact]
    public void Disposables_that_say_so_are_one_finding_with_the_container_that_keeps_them() =>
        Assert.Equal(("kept-disposables", 150), Only($"{Disposables(150)}\nExporter#1..150: set _disposed"));

    [Theory]
    [InlineData(1 << 20, true)]
    [InlineData(60_000, false)]
    public void A_pipe_with_a_megabyte_that_nobody_reads_is_found(int bytes, bool isFound)
    {
        var findings = SketchTriage.FindingsOf($"""
            static Shop.Feed.Pipe -> {Pipe} -- _readHead --> {Segment}#1 -- _next --> {Segment}#2
            {Segment}#1 -> byte[]#1
            {Segment}#2 -> byte[]#2
            {Pipe}: set _unconsumedBytes, number {bytes}
            byte[]#1..2: {bytes / 2} bytes, value the same
            """);
        Assert.Equal(isFound ? ["pipes"] : [], findings.Select(finding => finding.Rule));
    }

    [Fact]
    public void Equal_buffers_are_no_copies_and_equal_arrays_of_the_program_are()
    {
        Assert.Empty(CopiesIn("System.IO.MemoryStream", 3_000, "_buffer"));
        Assert.Empty(CopiesIn("System.Text.Decoder", 4_096, "_bytes"));
        Assert.Empty(CopiesIn("Shop.Block", 4_096, "Data"));
        Assert.Empty(CopiesIn("Shop.Frame", 3_000, "Body._object"));
        Assert.Single(CopiesIn("Shop.Certificate", 4_096, "Data"));
        Assert.Single(CopiesIn("System.Text.Decoder", 3_000, "_bytes"));

        static IEnumerable<LeakFinding> CopiesIn(string holder, int length, string field) => SketchTriage.FindingsOf($"static Shop.App.All -> object[]\n" + string.Join('\n', Enumerable.Range(1, 90).Select(number =>
            $"object[] -> {holder}#{number} -- {field} --> byte[]#{number}\nbyte[]#{number}: {length + 24} bytes, length {length}, value the same"))).Where(finding => finding.Rule == "copies");
    }

    [Fact]
    public void Objects_in_arrays_that_wait_in_a_pool_are_found_and_those_that_others_hold_are_not()
    {
        const string Pooled = """
            static System.Buffers.ArrayPool<Order>.s_shared -> System.Buffers.SharedArrayPool<Order> -> System.Buffers.SharedArrayPoolPartitions.Partition -> System.Array[] -> Order[] -> Order#1..200
            """;
        Assert.Equal(("pooled-references", 200), Only(Pooled));
        Assert.Empty(SketchTriage.FindingsOf($"{Pooled}\nstatic Shop.App.Open -> Orders -> Order#1..200"));
    }

    [Fact]
    public void Thread_locals_that_only_their_values_keep_are_found()
    {
        Assert.Equal(("thread-locals", 100), Only(Locals(100)));
        Assert.Empty(SketchTriage.FindingsOf(Locals(99)));
        Assert.Empty(SketchTriage.FindingsOf($"{Locals(200)}\nstatic Shop.App.Sessions -> Sessions -> Session#1..200"));

        static string Locals(int count) => "threadStatic System.Threading.ThreadLocal<object>.ts_slotArray -> System.Threading.ThreadLocal<object>.LinkedSlotVolatile[]\n"
            + string.Join('\n', Enumerable.Range(1, count).Select(number => "System.Threading.ThreadLocal<object>.LinkedSlotVolatile[] -> "
                + $"System.Threading.ThreadLocal<object>.LinkedSlot#{number} -> Session#{number} -> System.Threading.ThreadLocal<object>#{number}"));
    }

    [Fact]
    public void Weak_subscriptions_without_a_target_are_dead_and_objects_that_have_lost_sight_of_another_are_not()
    {
        Assert.Equal(("empty-weak-references", 150), Only(Weak("Shop.WeakHandler", "_call", "System.Action")));
        Assert.Empty(SketchTriage.FindingsOf(Weak("Shop.Document", "_name", "string")));

        static string Weak(string holder, string field, string beside) => "static Shop.App.All -> object[]\n" + string.Join('\n', Enumerable.Range(1, 150).Select(number =>
            $"object[] -> {holder}#{number} -- _target --> System.WeakReference#{number}\n{holder}#{number} -- {field} --> {beside}#{number}\nSystem.WeakReference#{number}: gone"));
    }

    [Fact]
    public void A_hundred_assemblies_made_at_run_time_are_found_and_99_are_not()
    {
        string Made(int count) => $"handle -> System.Reflection.RuntimeAssembly#1..{count}\nSystem.Reflection.RuntimeAssembly#1..{count}: value Script";
        Assert.Contains(SketchTriage.FindingsOf(Made(100)), finding => finding.Rule == "runtime-assemblies");
        Assert.DoesNotContain(SketchTriage.FindingsOf(Made(99)), finding => finding.Rule == "runtime-assemblies");
    }

    private static (string Rule, long Objects) Only(string sketch) => Assert.Single(SketchTriage.FindingsOf(sketch)) is var finding ? (finding.Rule, finding.Objects) : default;

    private static string Disposables(int count) => $"""
        handle -> {Scope} -- _disposables --> System.Collections.Generic.List<object> -> object[] -> Exporter#1..{count}
        {Scope}: set <IsRootScope>k__BackingField
        Exporter#1..{count}: 24 bytes
        """;
}
