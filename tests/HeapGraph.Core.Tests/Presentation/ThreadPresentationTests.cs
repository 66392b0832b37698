using System.Text.Json;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class ThreadPresentationTests
{
    [Fact]
    public void Threads_with_equal_stacks_stand_together_below_what_matters_most() => ExpectedFile.Matches("Threads.expected.txt", TextOf(shortNames: false, each: false));

    [Fact]
    public void Each_thread_stands_by_itself_where_that_is_asked_for() => ExpectedFile.Matches("ThreadsEach.expected.txt", TextOf(shortNames: true, each: true));

    [Fact]
    public void Threads_have_the_published_keys_in_their_order() => ExpectedFile.Matches("Threads.expected.json", JsonResult.Of("app.dmp", PresentedThreads.Report));

    [Fact]
    public void Markdown_and_rows_say_the_same() =>
        ExpectedFile.Matches("Threads.expected.md", $"{Result.ToMarkdown()}\n{Result.ToCsv(shortNames: true)}");

    [Fact]
    public void Async_calls_stand_as_stacks_and_as_rows_and_with_the_published_keys()
    {
        var result = new HeapAsync("app.dmp", PresentedThreads.Async);
        ExpectedFile.Matches("Async.expected.md", $"{result}\n{result.ToMarkdown(shortNames: true)}\n{result.ToCsv()}");
        ExpectedFile.Matches("Async.expected.json", result.ToJson());
    }

    [Theory]
    [InlineData("Died of InvalidOperationException: boom -1, thread 1, Shop.Till.Close at Till.cs:7", false, true)]
    [InlineData("Died of Environment.FailFast, thread 1, Shop.Till.Close at Till.cs:7", true, false)]
    [InlineData("Died of SIGABRT, thread 1, Shop.Till.Close at Till.cs:7", false, false)]
    public void What_a_process_died_of_is_one_line(string line, bool isFailFast, bool isThrown) =>
        Assert.Equal(line, DeathWording.Of(PresentedThreads.Death with { IsFailFast = isFailFast, Unhandled = isThrown ? PresentedThreads.Boom : null }));

    [Fact]
    public void The_end_of_a_native_thread_has_its_signal_and_its_id() =>
        Assert.Equal("Died of SIGSEGV, a thread of native code (4012)", DeathWording.Of(new HeapDeath(11, 4_012)));

    [Fact]
    public void Without_a_heap_nothing_is_counted_of_it_and_what_an_exception_lacks_is_said()
    {
        var result = new HeapThreads("mini.dmp", PresentedThreads.WithoutHeap, each: false);
        Assert.Contains("exception System.InvalidOperationException (message not in the dump)\n", result.ToString(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(result.ToJson());
        Assert.Equal(["holdsHeap", "warnings"], json.RootElement.GetProperty("coverage").EnumerateObject().Select(key => key.Name));
        Assert.Equal(new NextCommand.CollectHeap(IsOfCrash: false), result.Next);
    }

    [Fact]
    public void A_stack_that_ran_over_is_cut_in_its_middle()
    {
        var frames = Enumerable.Range(0, 5_000).Select(frame => new HeapFrame($"Shop.Tree.Walk{frame % 2}", null));
        var text = PlainConsole.TextOf(console => ThreadReportText.Of("app.dmp", PresentedThreads.Of(new HeapThread(1, 2) { Frames = [.. frames] }), false, false).Write(console));
        Assert.Contains("(4,900 more frames)", text, StringComparison.Ordinal);
        Assert.Equal(100, text.Split("Shop.Tree.Walk").Length - 1);
    }

    private static HeapThreads Result => new("app.dmp", PresentedThreads.Report, each: false);

    private static string TextOf(bool shortNames, bool each) =>
        PlainConsole.TextOf(console => ThreadReportText.Of("app.dmp", PresentedThreads.Report, shortNames, each).Write(console), width: 160);
}
