using System.Globalization;
using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Each leak by each command: from the live process, and from what <c>capture</c> wrote of it before and after one step.</summary>
[NotQuick, AsInstalled, OnEachRuntime]
public sealed class EachTargetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("BigFatLeak", "MyBigFatObject", 20_000, 5_000, "static Shop.Catalog.Items")]
    [InlineData("EventLeak", "Subscriber", 1_000, 100, "static Publisher.Changed")]
    [InlineData("TimerLeak", "Poller", 200, 50, "static System.Threading.TimerQueue.Instances")]
    [InlineData("StaticListLeak", "LogEntry", 3_000, 1_000, "static Log.Entries")]
    [InlineData("TokenLeak", "Request", 400, 100, "static App.Stopping")]
    [InlineData("AsyncLeak", "*AsyncStateMachineBox<Downloads.<Fetch>d__2>", 600, 100, "static Downloads.Answer")]
    [InlineData("SparseLeak", "Sheet", 20, 5, "static Book.Sheets")]
    [InlineData("FinalizerLeak", "Lease", 800, 100, "finalizerQueue")]
    [InlineData("HandleLeak", "Frame", 500, 50, "strongHandle")]
    [InlineData("DuplicateLeak", "Order", 6_000, 600, "static Orders.All")]
    [InlineData("ManyLeaks", "Shop.Letter", 800, 80, "static Shop.Mail.Outbox")]
    [InlineData("WaitLeak", "Shop.Quote", 500, 50, "static Shop.Prices.Changed")]
    [InlineData("PileLeak", "Shop.Step", 3_000, 300, "static Shop.History.Last")]
    [InlineData("MixedLeak", "Shop.View", 800, 80, "static Shop.Prices.Changed")]
    [InlineData("WebLeak", "Shop.Basket", 900, 90, "static Shop.Requests.Scopes")]
    [InlineData("DbContextLeak", "Shop.ShopContext", 150, 30, "static Shop.Sessions.Open")]
    [InlineData("StaleViews", "Shop.OrderView", 1_000, 100, "static Shop.PriceFeed.Changed")]
    [InlineData("NativeLeak", "Thumbnail", 150, 20, "static Gallery.Recent")]
    [InlineData("Walkthrough", "MyBigFatObject", 2_000, 2_000, "static Walkthrough.Cache")]
    public void A_leak_is_counted_followed_and_explained(string name, string type, int objects, int more, string root)
    {
        using var target = LeakTarget.Start(name);
        var pid = target.Id.ToString(CultureInfo.InvariantCulture);
        var (before, after) = (_folder.At("before.dmp"), _folder.At("after.dmp"));
        Assert.Equal(0, CommandRun.Of("capture", "--pid", pid, "-o", before).ExitCode);
        target.Send("grow", "grown");
        Assert.Equal(0, CommandRun.Of("capture", "--pid", pid, "-o", after).ExitCode);

        Assert.Equal(objects, ObjectsIn(before));
        Assert.Equal(objects + more, ObjectsIn("--pid", pid));
        Assert.Equal(more, Json("growth", before, after, "--type", type).GetProperty("types").EnumerateArray().Sum(row => row.GetProperty("objectsDelta").GetInt32()));
        Assert.All((string[][])[[before], ["--pid", pid]], from =>
        {
            // What was made last may still be on the stack.
            Assert.Contains(
                Json(["chain", .. from, "--type", type, "--paths", "3"]).GetProperty("chains").EnumerateArray(), chain => RootOf(chain).StartsWith(root, StringComparison.Ordinal));
            Assert.True(Json(["backrefs", .. from, "--type", type]).GetProperty("edges").GetArrayLength() > 0);
            Assert.Contains(Json(["triage", .. from]).GetProperty("findings").EnumerateArray(), finding => RootOf(finding.GetProperty("chain")).StartsWith(root, StringComparison.Ordinal));
        });

        int ObjectsIn(params string[] from) =>
            Json(["common", .. from, "--type", type]).GetProperty("types").EnumerateArray().Sum(row => row.GetProperty("objects").GetInt32());
    }

    private static string RootOf(JsonElement chain) => chain.GetProperty("root") is var root && root.TryGetProperty("name", out var name)
        ? $"{root.GetProperty("kind").GetString()} {name.GetString()}" : root.GetProperty("kind").GetString()!;

    private static JsonElement Json(params string[] args)
    {
        var run = CommandRun.Of([.. args, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }
}
