using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>What waits for its finalizer, and what handles hold.</summary>
public sealed class RootInspectionTests
{
    [Fact]
    public void A_hundred_objects_that_wait_for_their_finalizer_are_found_and_99_are_not()
    {
        SketchTriage.Holds("""
            finalizerQueue -> Lease#1..100
            thread Shop.Connection.Finalize (thread 2) -> Shop.Connection
            """, 100, 100 * 24, "Lease");
        Assert.Empty(SketchTriage.FindingsOf("finalizerQueue -> Lease#1..99"));
    }

    [Theory]
    [InlineData("strongHandle")]
    [InlineData("pinnedHandle")]
    [InlineData("refCountedHandle")]
    public void A_hundred_handles_of_one_kind_are_found_and_99_are_not(string kind)
    {
        SketchTriage.Holds($"{kind} -> Frame#1..100", 100, 100 * 24, "Frame", kind);
        Assert.Empty(SketchTriage.FindingsOf($"{kind} -> Frame#1..99"));
    }

    [Fact]
    public void A_hundred_threads_that_live_are_no_handle_leak_but_threads_that_do_not_end()
    {
        SketchTriage.Holds(Threads(100, "lambda in Shop.Server.Start"), 100, 100 * 24, "System.Threading.Thread");
        Assert.Empty(SketchTriage.FindingsOf(Threads(99, "Shop.Server.Run")));
    }

    [Fact]
    public void Of_threads_that_no_method_of_the_program_s_own_has_locals_on_nothing_more_is_said() => SketchTriage.Holds(
        Threads(100, "System.Threading.Monitor.Enter"), 100, 100 * 24, "System.Threading.Thread");

    private static string Threads(int count, string method) => $"""
        strongHandle -> System.Threading.Thread#1..{count}
        {string.Join('\n', Enumerable.Range(10, count - 10).Select(number => $"stack {method} (thread {number}) -> Request\nstack {method} (thread {number}) -> Answer"))}
        """;

    [Fact]
    public void What_the_runtime_keeps_static_fields_in_is_no_handle_leak() => Assert.Empty(SketchTriage.FindingsOf("""
        strongHandle -> object[]#1..200
        object[]#1..200: static storage
        """));
}
