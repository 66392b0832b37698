using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Each inspection finds the leak of its target, with the right numbers and the right chain.</summary>
[NotQuick]
public sealed class InspectionTests
{
    [Fact]
    public void An_event_is_named_with_its_subscribers()
    {
        var finding = Assert.Single(Findings("EventLeak"));
        Holds(finding, "Event Publisher.Changed has 1,000 handlers of Subscriber that never unsubscribed: ", 1_000, "static Publisher.Changed", "Subscriber");
        Assert.Equal("Publisher.Changed += Subscriber: 1,000 of its 1,000 handlers, of 1,000 different objects.", finding.GetProperty("evidence")[0].GetString());
        Assert.Equal("System.EventHandler", SuspectOf(finding));
    }

    [Fact]
    public void Timers_are_named_with_what_they_call()
    {
        var finding = Assert.Single(Findings("TimerLeak"));
        Holds(finding, "200 timers of Poller were started and never stopped: ", 200, "static System.Threading.TimerQueue.Instances", "Poller");
        Assert.Equal("System.Threading.TimerQueueTimer", SuspectOf(finding));
    }

    [Fact]
    public void Registrations_are_named_with_their_token()
    {
        var finding = Assert.Single(Findings("TokenLeak"));
        Holds(finding, "400 CancellationToken registrations of Request were never disposed of: ", 400, "static App.Stopping", "Request");
        Assert.Contains("The token of static field App.Stopping keeps them alive", finding.GetProperty("evidence")[1].GetString(), StringComparison.Ordinal);
        Assert.Equal("System.Threading.CancellationTokenSource", SuspectOf(finding));
    }

    [Fact]
    public void Objects_that_wait_for_a_blocked_finalizer_are_counted_and_the_finalizer_is_named()
    {
        var finding = Assert.Single(Findings("FinalizerLeak"));
        Assert.Matches(@"^80\d objects wait for their finalizer, which Connection\.Finalize holds up: ", finding.GetProperty("title").GetString());
        Assert.StartsWith("In the finalizer queue: 800 Lease", finding.GetProperty("evidence")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("finalizerQueue", finding.GetProperty("chain").GetProperty("root").GetProperty("kind").GetString());
    }

    [Fact]
    public void Handles_that_were_never_freed_are_counted_by_kind_and_type()
    {
        var findings = Findings("HandleLeak");
        Assert.Equal(2, findings.Length);
        Holds(findings[0], "300 pinned GC handles to byte[] were never freed: 300 KB, ", 300, "pinnedHandle", "byte[]");
        Holds(findings[1], "500 strong GC handles to Frame were never freed: 148.4 KB, ", 500, "strongHandle", "Frame");
    }

    [Fact]
    public void Calls_that_never_finish_are_grouped_by_method_with_what_they_await()
    {
        var finding = Assert.Single(Findings("AsyncLeak"));
        Holds(
            finding, "600 calls of async method Downloads.Fetch wait and do not go on: ", 600, "static Downloads.Answer",
            "System.Runtime.CompilerServices.AsyncTaskMethodBuilder<int>.AsyncStateMachineBox<Downloads.<Fetch>d__2>");
        Assert.Equal("They await Task<int>: 16 of 16 that were looked at.", finding.GetProperty("evidence")[1].GetString());
    }

    [Fact]
    public void Nearly_empty_arrays_are_named_with_their_waste()
    {
        var finding = Assert.Single(Findings("SparseLeak"));
        Holds(finding, "20 arrays Cell[] in field Sheet.Cells are nearly empty: 1.5 MB wasted, ", 20, "static Book.Sheets", "Cell[]");
        Assert.Equal(20 * (10_000 - 50) * 8, finding.GetProperty("retainedBytes").GetInt32());
        Assert.Equal("1,000 of 200,000 slots are in use (0.5 %).", finding.GetProperty("evidence")[0].GetString());
    }

    [Fact]
    public void Copies_and_holes_are_counted_with_their_waste()
    {
        var findings = Findings("DuplicateLeak");
        Holds(Titled("needless copies of 3"), "5,997 strings in field Order.Terms are needless copies of 3 values: 831.6 KB wasted, ", 5_997, "static Orders.All", "string");
        Holds(Titled("needless copies of 1"), "1,999 byte arrays in field Order.Certificate are needless copies of 1 value: 827.7 KB wasted, ", 1_999, "static Orders.All", "byte[]");
        Assert.Equal(5_997 * 142, Titled("needless copies of 3").GetProperty("retainedBytes").GetInt32());
        var holes = Titled("full of holes");
        Holds(holes, "The large object heap is full of holes: ", holes.GetProperty("objects").GetInt64(), "static Buffers.Kept", "byte[]");
        Assert.InRange(holes.GetProperty("objects").GetInt64(), 50, 70);
        Assert.InRange(holes.GetProperty("retainedBytes").GetInt64(), 5_500_000, 6_500_000);

        JsonElement Titled(string part) => Assert.Single(findings, finding => finding.GetProperty("title").GetString()!.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Seven_more_kinds_of_leak_are_found_and_nothing_else()
    {
        var findings = FindingsIn(LeakTargetDumps.Pair("ManyLeaks").Before);
        (string Title, long Objects, string Root, string Last)[] expected =
        [
            ("600 HttpClient are alive where few should be, such as in static field Shop.Clients.All: ", 600, "static Shop.Clients.All", "System.Net.Http.HttpClient"),
            ("800 items wait in a channel in static field Shop.Mail.Outbox that nobody reads fast enough: ", 800, "static Shop.Mail.Outbox", "Shop.Letter"),
            ("900 View were disposed of, but static field Shop.Open.Views still holds them: ", 900, "static Shop.Open.Views", "Shop.View"),
            ("400 ConditionalWeakTable entries with a Tag stay, since their Tagged keys live on: ", 400, "static Shop.Tags.Keys", "Shop.Tag"),
            ("700 Task<Answer> behind static field Shop.Answers.Pending are not finished: ", 700, "static Shop.Answers.Pending", "System.Threading.Tasks.Task<Shop.Answer>"),
            ("An assembly load context can't unload, since static field Shop.Host.Plugin still holds Extension of it", 1, "static Shop.Host.Plugin", "System.Reflection.LoaderAllocator"),
            ("500 empty WeakReference<Listener> are left in static field Shop.Listeners.Known, their targets are gone: ", 500, "static Shop.Listeners.Known", "System.WeakReference<Shop.Listener>"),
        ];
        Assert.Equal(expected.Length, findings.Length);
        Assert.All(expected.Zip(findings), pair => Holds(pair.Second, pair.First.Title, pair.First.Objects, pair.First.Root, pair.First.Last));
    }

    [Fact]
    public void What_a_web_application_makes_anew_and_never_disposes_of_is_found_kind_by_kind_and_nothing_else()
    {
        var findings = FindingsIn(LeakTargetDumps.Pair("WebLeak").Before);
        (string Title, long Least, long Most, string Root, string Last)[] expected =
        [
            (" LoggerFactory are alive where few should be, such as in static field Shop.Requests.Factories: ", 200, 200, "static Shop.Requests.Factories", "Microsoft.Extensions.Logging.LoggerFactory.DisposingLoggerFactory"),
            (" ServiceProvider are alive where few should be, such as in static field Shop.Requests.Containers: ", 250, 251, "static Shop.Requests.Containers", "Microsoft.Extensions.DependencyInjection.ServiceProvider"),
            ("Static field Shop.Requests.Cache keeps 3,000 CacheEntry with 3,000 Product alive: ", 3_000, 3_000, "static Shop.Requests.Cache", "Microsoft.Extensions.Caching.Memory.CacheEntry"),
            (" service scopes (IServiceScope) are alive where few should be, such as in static field Shop.Requests.Scopes: ", 900, 901, "static Shop.Requests.Scopes", "Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceProviderEngineScope"),
            (" Meter are alive where few should be, such as in static field System.Diagnostics.Metrics.Meter.s_allMeters: ", 501, 505, "static System.Diagnostics.Metrics.Meter.s_allMeters", "System.Diagnostics.Metrics.Meter"),
            (" ConfigurationRoot are alive where few should be, such as in static field Shop.Requests.Settings: ", 180, 182, "static Shop.Requests.Settings", "Microsoft.Extensions.Configuration.ConfigurationRoot"),
            (" Counter<long> are alive where few should be, such as in static field Shop.Requests.Own: ", 600, 620, "static Shop.Requests.Own", "System.Diagnostics.Metrics.Counter<long>"),
            (" SocketsHttpHandler are alive where few should be, such as in static field Shop.Requests.Handlers: ", 160, 160, "static Shop.Requests.Handlers", "System.Net.Http.SocketsHttpHandler"),
            (" log scopes (ILogger.BeginScope) are alive where few should be, such as in static field Shop.Requests.Context: ", 700, 700, "static Shop.Requests.Context", "Microsoft.Extensions.Logging.LoggerFactoryScopeProvider.Scope"),
            (" ActivitySource are alive where few should be, such as in static field System.Diagnostics.ActivitySource.s_activeSources: ", 400, 405, "static System.Diagnostics.ActivitySource.s_activeSources", "System.Diagnostics.ActivitySource"),
        ];
        Assert.Equal(expected.Length, findings.Length);
        Assert.All(expected, leak =>
        {
            var finding = Assert.Single(findings, finding => finding.GetProperty("title").GetString()!.Contains(leak.Title, StringComparison.Ordinal));
            Assert.InRange(finding.GetProperty("objects").GetInt64(), leak.Least, leak.Most);
            Holds(finding, finding.GetProperty("title").GetString()!, finding.GetProperty("objects").GetInt64(), leak.Root, leak.Last);
        });
    }

    [Fact]
    public void Contexts_of_Entity_Framework_are_found_with_all_that_they_have_loaded()
    {
        var finding = Assert.Single(FindingsIn(LeakTargetDumps.Pair("DbContextLeak").Before));
        Holds(finding, "150 ShopContext are alive where few should be, such as in static field Shop.Sessions.Open: ", 150, "static Shop.Sessions.Open", "Shop.ShopContext");
        Assert.StartsWith("150 ShopContext (each a DbContext) retain ", finding.GetProperty("evidence")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_waits_and_callbacks_that_nobody_takes_back_are_found_and_nothing_else()
    {
        var findings = FindingsIn(LeakTargetDumps.Pair("WaitLeak").Before);
        (string Title, long Objects, string Root, string Last)[] expected =
        [
            ("900 pieces of work wait for the thread pool, which does not keep up: ", 900, "static System.Threading.ThreadPool.s_workQueue", "System.Threading.QueueUserWorkItemCallbackDefaultContext"),
            ("300 timers of Poller were started and never stopped: ", 300, "static System.Threading.TimerQueue.Instances", "Shop.Poller"),
            ("Event Shop.Prices.Changed has 500 handlers of a lambda in Prices that never unsubscribed: ", 500, "static Shop.Prices.Changed", "Shop.Prices.<>c__DisplayClass3_0"),
            ("400 linked CancellationTokenSource were never disposed of, and hang on the token of static field Shop.App.Stopping: ", 400, "static Shop.App.Stopping", "System.Threading.CancellationTokenSource.Linked1CancellationTokenSource"),
            ("250 timers of Task.Delay were started and never stopped: ", 250, "static System.Threading.TimerQueue.Instances", "System.Threading.Tasks.Task.DelayPromise"),
        ];
        Assert.Equal(expected.Length, findings.Length);
        Assert.All(expected.Zip(findings), pair => Holds(pair.Second, pair.First.Title, pair.First.Objects, pair.First.Root, pair.First.Last));
        Assert.StartsWith("Waiting: 900 QueueUserWorkItemCallbackDefaultContext for Job.", findings[0].GetProperty("evidence")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_retains_what_it_calls_and_not_the_timers_behind_it_in_the_queue()
    {
        var findings = FindingsIn(LeakTargetDumps.Pair("WaitLeak").Before);
        var delays = Assert.Single(findings, finding => finding.GetProperty("title").GetString()!.Contains("Task.Delay", StringComparison.Ordinal));
        Assert.InRange(delays.GetProperty("retainedBytes").GetInt64(), 250 * 150, 250 * 250);
    }

    [Fact]
    public void Collections_that_only_grow_are_found_wherever_they_hang()
    {
        var findings = FindingsIn(LeakTargetDumps.Pair("PileLeak").Before);
        (string Title, long Objects, string Root, string Last)[] expected =
        [
            ("Thread static field Shop.Log.Lines (thread 1) keeps 4,000 Line alive: ", 4_000, "threadStatic Shop.Log.Lines", "Shop.Line"),
            ("Static field Shop.History.Last keeps 3,000 Step alive: ", 3_000, "static Shop.History.Last", "Shop.Step"),
            ("Static field Shop.Catalog.ByName and others keep 2,000 Article alive: ", 2_000, "static Shop.Catalog.ByName", "Shop.Article"),
        ];
        Assert.Equal(expected.Length, findings.Length);
        Assert.All(expected.Zip(findings), pair => Holds(pair.Second, pair.First.Title, pair.First.Objects, pair.First.Root, pair.First.Last));
    }

    [Fact]
    public void A_collectible_assembly_that_is_in_use_is_no_finding() =>
        Assert.DoesNotContain(Findings("KnownShape"), finding => finding.GetProperty("title").GetString()!.Contains("unload", StringComparison.Ordinal));

    [Fact]
    public void Each_finding_ends_with_a_command_that_runs() => Assert.All(Findings("DuplicateLeak"), finding =>
    {
        var words = finding.GetProperty("next").GetString()!.Split(' ').Skip(1).Select(word => word.Trim('\''));
        Assert.Equal(0, CommandRun.Of([.. words]).ExitCode);
    });

    [Fact]
    public void An_idle_web_application_has_no_finding() => Assert.Empty(Findings("IdleWebApp"));

    [Fact]
    public void Five_leaks_in_one_program_are_the_first_five_findings() => Assert.Equal(
        [
            "Static field Shop.Cache.Orders keeps 5,000 Order alive",
            "Event Shop.Prices.Changed has 800 handlers of View that never unsubscribed",
            "500 timers of Poller were started and never stopped",
            "400 CancellationToken registrations of Request were never disposed of",
            "300 strong GC handles to Frame were never freed",
        ],
        Findings("MixedLeak").Select(finding => finding.GetProperty("title").GetString()!.Split(':')[0]));

    [Theory]
    [InlineData("MixedLeak")]
    [InlineData("ManyLeaks")]
    [InlineData("WebLeak")]
    [InlineData("DbContextLeak")]
    [InlineData("WaitLeak")]
    [InlineData("PileLeak")]
    public void A_fingerprint_is_the_same_in_the_next_dump_however_much_has_grown(string target)
    {
        var (before, after) = LeakTargetDumps.Pair(target);
        var (old, grown) = (FindingsIn(before), FindingsIn(after));
        Assert.Equal(old.Select(IdOf).Order(), grown.Select(IdOf).Order());
        Assert.All(grown.Where(finding => finding.GetProperty("objects").GetInt64() > 1), finding => Assert.True(finding.GetProperty("objects").GetInt64() > old.Single(earlier => IdOf(earlier) == IdOf(finding)).GetProperty("objects").GetInt64()));
    }

    private static string IdOf(JsonElement finding) => finding.GetProperty("id").GetString()!;

    private static void Holds(JsonElement finding, string title, long objects, string root, string last)
    {
        Assert.StartsWith(title, finding.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(objects, finding.GetProperty("objects").GetInt64());
        var chain = finding.GetProperty("chain");
        Assert.StartsWith(root, $"{chain.GetProperty("root").GetProperty("kind").GetString()} {chain.GetProperty("root").GetProperty("name").GetString()}", StringComparison.Ordinal);
        Assert.Equal(last, chain.GetProperty("steps").EnumerateArray().Last().GetProperty("type").GetString());
    }

    private static string? SuspectOf(JsonElement finding) => finding.GetProperty("chain").GetProperty("steps").EnumerateArray()
        .Single(step => step.TryGetProperty("suspect", out _)).GetProperty("type").GetString();

    private static JsonElement[] Findings(string target) => FindingsIn(LeakTargetDumps.Heap(target));

    private static JsonElement[] FindingsIn(string dump)
    {
        var run = CommandRun.Of("triage", dump, "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. JsonElement.Parse(run.Output).GetProperty("findings").EnumerateArray()];
    }
}
