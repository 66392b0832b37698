using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Each inspection finds the leak of its target, with the right numbers and the right chain.</summary>
[NotQuick, OnEachRuntime]
public sealed partial class InspectionTests
{
    [Fact]
    public void An_event_is_named_with_its_subscribers()
    {
        var finding = Assert.Single(Findings("EventLeak"));
        Holds(finding, 1_000, "static Publisher.Changed", "Subscriber");
        Reads([finding], evidence: 0);
        Assert.Equal("System.EventHandler", SuspectOf(finding));
    }

    [Fact]
    public void Timers_are_named_with_what_they_call()
    {
        var finding = Assert.Single(Findings("TimerLeak"));
        Holds(finding, 200, "static System.Threading.TimerQueue.Instances", "Poller");
        Reads([finding]);
        Assert.Equal("System.Threading.TimerQueueTimer", SuspectOf(finding));
    }

    [Fact]
    public void Registrations_are_named_with_their_token()
    {
        var finding = Assert.Single(Findings("TokenLeak"));
        Holds(finding, 400, "static App.Stopping", "Request");
        Reads([finding], evidence: 1);
        Assert.Equal("System.Threading.CancellationTokenSource", SuspectOf(finding));
    }

    [Fact]
    public void Objects_that_wait_for_a_blocked_finalizer_are_counted_and_the_finalizer_is_named()
    {
        var finding = Assert.Single(Findings("FinalizerLeak"));
        Assert.InRange(finding.GetProperty("objects").GetInt64(), 800, 819);
        Reads([finding], evidence: 0, differing: @"^8[01]\d(?= objects)|(?<=: 800 Lease).*");
        Assert.Equal("finalizerQueue", finding.GetProperty("chain").GetProperty("root").GetProperty("kind").GetString());
    }

    [Fact]
    public void Handles_that_were_never_freed_are_counted_by_kind_and_type()
    {
        var findings = Findings("HandleLeak");
        Assert.Equal(2, findings.Length);
        Holds(findings[0], 300, "pinnedHandle", "byte[]");
        Holds(findings[1], 500, "strongHandle", "Frame");
        Assert.Equal([300 * 1024, 500 * 304], findings.Select(finding => finding.GetProperty("retainedBytes").GetInt64()));
        Reads(findings);
    }

    [Fact]
    public void Calls_that_never_finish_are_grouped_by_method_with_what_they_await()
    {
        var finding = Assert.Single(Findings("AsyncLeak"));
        Holds(finding, 600, "static Downloads.Answer", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder<int>.AsyncStateMachineBox<Downloads.<Fetch>d__2>");
        Reads([finding], evidence: 1);
    }

    [Fact]
    public void So_are_calls_that_the_runtime_of_NET_11_suspends_itself()
    {
        var findings = FindingsIn(LeakTargetDumps.Heap("RuntimeAsync"));
        Assert.Equal(2, findings.Length);
        Assert.All(findings, finding => Holds(finding, 600, "static Downloads.Answer", "Continuation_32_0_2_24_1"));
        Reads(findings, evidence: 1);
    }

    [Fact]
    public void Nearly_empty_arrays_are_named_with_their_waste()
    {
        var finding = Assert.Single(Findings("SparseLeak"));
        Holds(finding, 20, "static Book.Sheets", "Cell[]");
        Assert.Equal(20 * (10_000 - 50) * 8, finding.GetProperty("retainedBytes").GetInt32());
        Reads([finding], evidence: 0);
    }

    [Fact]
    public void Copies_and_holes_are_counted_with_their_waste()
    {
        var findings = Findings("DuplicateLeak");
        var (strings, arrays, holes) = (Piled(5_997), Piled(1_999), Assert.Single(findings, finding => finding.GetProperty("title").GetString()!.Contains("holes", StringComparison.Ordinal)));
        Holds(strings, 5_997, "static Orders.All", "string");
        Holds(arrays, 1_999, "static Orders.All", "byte[]");
        Assert.Equal(5_997 * 142, strings.GetProperty("retainedBytes").GetInt32());
        Assert.Equal(1_999 * 424, arrays.GetProperty("retainedBytes").GetInt32());
        Holds(holes, holes.GetProperty("objects").GetInt64(), "static Buffers.Kept", "byte[]");
        Assert.InRange(holes.GetProperty("objects").GetInt64(), 50, 70);
        Assert.InRange(holes.GetProperty("retainedBytes").GetInt64(), 5_500_000, 6_500_000);
        Reads([strings, arrays, holes]);

        JsonElement Piled(long objects) => Assert.Single(findings, finding => finding.GetProperty("objects").GetInt64() == objects);
    }

    [Fact]
    public void Seven_more_kinds_of_leak_are_found_and_nothing_else()
    {
        // Their own order is that of their shares of the heap, which is not of one size on every .NET.
        JsonElement[] findings = [.. FindingsIn(LeakTargetDumps.Pair("ManyLeaks").Before).OrderBy(finding => finding.GetProperty("objects").GetInt64())];
        (long Objects, string Root, string Last)[] expected =
        [
            (1, "static Shop.Host.Plugin", "System.Reflection.LoaderAllocator"),
            (400, "static Shop.Tags.Keys", "Shop.Tagged"),
            (500, "static Shop.Listeners.Known", "System.WeakReference<Shop.Listener>"),
            (600, "static Shop.Clients.All", "System.Net.Http.HttpClient"),
            (700, "static Shop.Answers.Pending", "System.Threading.Tasks.Task<Shop.Answer>"),
            (800, "static Shop.Mail.Outbox", "Shop.Letter"),
            (900, "static Shop.Open.Views", "Shop.View"),
        ];
        Assert.Equal(expected.Length, findings.Length);
        Assert.All(expected.Zip(findings), pair => Holds(pair.Second, pair.First.Objects, pair.First.Root, pair.First.Last));
        Reads(findings);
    }

    [Fact]
    public void What_a_web_application_makes_anew_and_never_disposes_of_is_found_kind_by_kind_and_nothing_else()
    {
        var findings = FindingsIn(LeakTargetDumps.Pair("WebLeak").Before);
        (long Least, long Most, string Root, string Last)[] expected =
        [
            (200, 200, "static Shop.Requests.Factories", "Microsoft.Extensions.Logging.LoggerFactory.DisposingLoggerFactory"),
            (250, 251, "static Shop.Requests.Containers", "Microsoft.Extensions.DependencyInjection.ServiceProvider"),
            (3_000, 3_000, "static Shop.Requests.Cache", "Microsoft.Extensions.Caching.Memory.CacheEntry"),
            (900, 901, "static Shop.Requests.Scopes", "Microsoft.Extensions.DependencyInjection.ServiceLookup.ServiceProviderEngineScope"),
            (501, 505, "static System.Diagnostics.Metrics.Meter.s_allMeters", "System.Diagnostics.Metrics.Meter"),
            (180, 182, "static Shop.Requests.Settings", "Microsoft.Extensions.Configuration.ConfigurationRoot"),
            (600, 620, "static Shop.Requests.Own", "System.Diagnostics.Metrics.Counter<long>"),
            (160, 160, "static Shop.Requests.Handlers", "System.Net.Http.SocketsHttpHandler"),
            (700, 700, "static Shop.Requests.Context", "Microsoft.Extensions.Logging.LoggerFactoryScopeProvider.Scope"),
            (400, 405, "static System.Diagnostics.ActivitySource.s_activeSources", "System.Diagnostics.ActivitySource"),
        ];
        Assert.Equal(expected.Length, findings.Length);
        Assert.All(expected, leak =>
        {
            var finding = Assert.Single(findings, finding => RootOf(finding) == leak.Root);
            Assert.InRange(finding.GetProperty("objects").GetInt64(), leak.Least, leak.Most);
            Holds(finding, finding.GetProperty("objects").GetInt64(), leak.Root, leak.Last);
        });
        Reads(findings.OrderBy(RootOf, StringComparer.Ordinal), differing: @"^[\d,]+");
    }

    [Fact]
    public void Contexts_of_Entity_Framework_are_found_with_all_that_they_have_loaded()
    {
        var finding = Assert.Single(FindingsIn(LeakTargetDumps.Pair("DbContextLeak").Before));
        Holds(finding, 150, "static Shop.Sessions.Open", "Shop.ShopContext");
        Reads([finding], evidence: 0);
    }

    [Fact]
    public void Work_that_waits_and_callbacks_that_nobody_takes_back_are_found_and_nothing_else()
    {
        var findings = FindingsIn(LeakTargetDumps.Pair("WaitLeak").Before);
        (long Objects, string Root, string Last)[] expected =
        [
            (500, "static Shop.Prices.Changed", "Shop.Prices.<>c__DisplayClass3_0"),
            (400, "static Shop.App.Stopping", "System.Threading.CancellationTokenSource.Linked1CancellationTokenSource"),
            (900, "static System.Threading.ThreadPool.s_workQueue", "System.Threading.QueueUserWorkItemCallbackDefaultContext"),
            (300, "static System.Threading.TimerQueue.Instances", "Shop.Poller"),
            (250, "static System.Threading.TimerQueue.Instances", "System.Threading.Tasks.Task.DelayPromise"),
        ];
        Assert.Equal(expected.Length, findings.Length);
        Assert.All(expected.Zip(findings), pair => Holds(pair.Second, pair.First.Objects, pair.First.Root, pair.First.Last));
        Reads(findings, evidence: 0);
    }

    [Fact]
    public void A_timer_retains_what_it_calls_and_not_the_timers_behind_it_in_the_queue()
    {
        var findings = FindingsIn(LeakTargetDumps.Pair("WaitLeak").Before);
        var delays = Assert.Single(findings, finding => finding.GetProperty("objects").GetInt64() == 250);
        Assert.InRange(delays.GetProperty("retainedBytes").GetInt64(), 250 * 150, 250 * 250);
    }

    [Fact]
    public void Collections_that_only_grow_are_found_wherever_they_hang()
    {
        var findings = FindingsIn(LeakTargetDumps.Pair("PileLeak").Before);
        (long Objects, string Root, string Last)[] expected =
        [
            (4_000, "threadStatic Shop.Log.Lines", "Shop.Line"),
            (3_000, "static Shop.History.Last", "Shop.Step"),
            (2_000, "static Shop.Catalog.ByName", "Shop.Article"),
        ];
        Assert.Equal(expected.Length, findings.Length);
        Assert.All(expected.Zip(findings), pair => Holds(pair.Second, pair.First.Objects, pair.First.Root, pair.First.Last));
        Reads(findings);
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
    public void Five_leaks_in_one_program_are_the_first_five_findings() => Reads(Findings("MixedLeak"));

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

    private static void Holds(JsonElement finding, long objects, string root, string last)
    {
        Assert.Equal(objects, finding.GetProperty("objects").GetInt64());
        Assert.StartsWith(root, RootOf(finding), StringComparison.Ordinal);
        Assert.Equal(last, finding.GetProperty("chain").GetProperty("steps").EnumerateArray().Last().GetProperty("type").GetString());
    }

    /// <summary>Compares the words with the expected file: what each title says before the sizes, and one line of the first one's evidence.</summary>
    /// <param name="findings">Those of the test.</param>
    /// <param name="evidence">Which line; -1 for none.</param>
    /// <param name="differing">What differs from run to run.</param>
    /// <param name="test">The test's name.</param>
    private static void Reads(IEnumerable<JsonElement> findings, int evidence = -1, string differing = "(?!)", [CallerMemberName] string test = "")
    {
        var lines = findings.SelectMany((finding, index) => (string[])
            [finding.GetProperty("title").GetString()!.Split(": ")[0], .. evidence >= 0 && index == 0 ? [$"  - {finding.GetProperty("evidence")[evidence].GetString()}"] : (string[])[]]);
        ExpectedFile.MatchesPart(string.Concat(lines.Select(line => $"{Sizes.Replace(Regex.Replace(line, differing, "…"), "…")}\n")), test: test);
    }

    private static string RootOf(JsonElement finding) => finding.GetProperty("chain").GetProperty("root") is var root
        ? $"{root.GetProperty("kind").GetString()} {root.GetProperty("name").GetString()}" : "";

    private static string? SuspectOf(JsonElement finding) => finding.GetProperty("chain").GetProperty("steps").EnumerateArray()
        .Single(step => step.TryGetProperty("suspect", out _)).GetProperty("type").GetString();

    private static JsonElement[] Findings(string target) => FindingsIn(LeakTargetDumps.Heap(target));

    private static JsonElement[] FindingsIn(string dump)
    {
        var run = CommandRun.Of("triage", dump, "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. JsonElement.Parse(run.Output).GetProperty("findings").EnumerateArray()];
    }

    [GeneratedRegex(@"[\d,.]+(?= (?:B|KB|MB|%|bytes)\b)")]
    private static partial Regex Sizes { get; }
}
