using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>Work that waits: async methods, tasks, the thread pool's queues and channels.</summary>
public sealed class WaitingInspectionTests
{
    private const string Box = "System.Runtime.CompilerServices.AsyncTaskMethodBuilder<int>.AsyncStateMachineBox<Shop.Downloads.<Fetch>d__2>";
    private const string Task = "System.Threading.Tasks.Task<Answer>";

    [Fact]
    public void A_hundred_calls_that_wait_are_found_and_99_are_not()
    {
        SketchTriage.Holds(Calls(100), 100, 100 * 24, Box);
        Assert.Empty(SketchTriage.FindingsOf(Calls(99)));
    }

    [Theory]
    [InlineData("AsyncTaskMethodBuilder<int>.AsyncStateMachineBox<Shop.Downloads.<>c__DisplayClass3_0.<<Start>b__0>d>")]
    [InlineData("AsyncTaskMethodBuilder<int>.AsyncStateMachineBox<Shop.Downloads.<>c.<<Start>b__3_0>d>")]
    [InlineData("AsyncTaskMethodBuilder<int>.AsyncStateMachineBox<Program.<<<Main>$>g__Load|0_1>d>")]
    [InlineData("AsyncTaskMethodBuilder<int>.AsyncStateMachineBox<Shop.Repository<string, Shop.Order>.<Load>d__1<int>>")]
    [InlineData("PoolingAsyncValueTaskMethodBuilder<int>.StateMachineBox<Shop.Downloads.<Fetch>d__2>")]
    public void So_are_the_calls_of_whatever_the_compiler_makes_a_state_machine_of(string box) => SketchTriage.Holds(
        Calls(100).Replace(Box, $"System.Runtime.CompilerServices.{box}", StringComparison.Ordinal),
        100, 100 * 24, $"System.Runtime.CompilerServices.{box}", box);

    [Fact]
    public void So_are_those_that_the_runtime_itself_has_suspended()
    {
        SketchTriage.Holds(Suspended(100), 100, 100 * 24, "Continuation_24_0_2");
        Assert.Empty(SketchTriage.FindingsOf(Suspended(99)));
    }

    [Fact]
    public void Two_lambdas_of_one_method_are_one_finding()
    {
        const string Other = "System.Runtime.CompilerServices.AsyncTaskMethodBuilder<int>.AsyncStateMachineBox<Shop.Downloads.<>c.<<Start>b__1>d>";
        var first = Other.Replace("b__1", "b__0", StringComparison.Ordinal);
        SketchTriage.Holds(
            Calls(70).Replace(Box, first, StringComparison.Ordinal) + "\n" + Calls(50).Replace(Box, Other, StringComparison.Ordinal),
            120, 120 * 24, first);
    }

    [Fact]
    public void What_is_made_of_such_calls_is_none() => Assert.Empty(SketchTriage.FindingsOf(Calls(200).Replace(Box, $"Shop.Queue<{Box}>", StringComparison.Ordinal)));

    [Fact]
    public void A_call_that_has_finished_waits_for_nothing() => Assert.Empty(SketchTriage.FindingsOf($"""
        static Shop.Downloads.All -> Results -> {Box}#1..200
        {Box}#1..200 -- result --> Text
        """));

    [Fact]
    public void A_hundred_unfinished_tasks_are_found_and_99_or_finished_ones_are_not()
    {
        SketchTriage.Holds(Tasks(100, 1024), 100, 100 * 48, "System.Collections.Generic.List<object>");
        Assert.Empty(SketchTriage.FindingsOf(Tasks(99, 1024)));
        Assert.Empty(SketchTriage.FindingsOf(Tasks(200, 0x1000000)));
    }

    [Fact]
    public void A_hundred_pieces_of_work_in_the_thread_pool_are_found_and_99_are_not()
    {
        SketchTriage.Holds(Pool(100), 100, 100 * 24, "System.Collections.Concurrent.ConcurrentQueue<object>");
        Assert.Empty(SketchTriage.FindingsOf(Pool(99)));
    }

    [Fact]
    public void A_hundred_items_in_one_channel_are_found_and_99_are_not()
    {
        SketchTriage.Holds(Channel(100), 100, 100 * 24, "System.Threading.Channels.UnboundedChannel<Letter>");
        Assert.Empty(SketchTriage.FindingsOf(Channel(99)));
    }

    private static string Suspended(int count) => $"""
        static Shop.Downloads.Answer -> Pending
        {string.Join('\n', Enumerable.Range(1, count).Select(number => $"Pending -> System.Runtime.CompilerServices.RuntimeAsyncTaskContinuation#{number} -- Next --> Continuation_24_0_2#{number}"))}
        System.Runtime.CompilerServices.RuntimeAsyncTaskContinuation#1..{count} -- Task --> Pending
        Continuation_24_0_2#1..{count}: value Shop.Downloads.Fetch
        """;

    private static string Calls(int count) => $"""
        static Shop.Downloads.Answer -> Pending -> {Box}#1..{count}
        {Box}#1..{count} -- <>u__1 --> Pending
        """;

    private static string Tasks(int count, int state) => $"""
        static Shop.Answers.Pending -> System.Collections.Generic.List<object> -> object[]
        {string.Join('\n', Enumerable.Range(1, count).Select(number => $"object[] -> System.Threading.Tasks.TaskCompletionSource<Answer>#{number} -- _task --> {Task}#{number}"))}
        {Task}#1..{count}: set m_stateFlags, number {state}
        """;

    private static string Pool(int count) => $"""
        static System.Threading.ThreadPool.s_workQueue -> System.Threading.ThreadPoolWorkQueue -- workItems --> System.Collections.Concurrent.ConcurrentQueue<object>
        System.Collections.Concurrent.ConcurrentQueue<object> -> System.Collections.Concurrent.ConcurrentQueueSegment<object> -> System.Collections.Concurrent.ConcurrentQueueSegment<object>.Slot[] -> Job#1..{count}
        """;

    private static string Channel(int count) => $"""
        static Shop.Mail.Outbox -> System.Threading.Channels.UnboundedChannel<Letter> -- _items --> System.Collections.Concurrent.ConcurrentQueue<Letter>
        System.Collections.Concurrent.ConcurrentQueue<Letter> -> Slot[] -> Letter#1..{count}
        """;
}
