using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Where the memory of a process is, as a user asks for it.</summary>
[NotQuick]
[SupportedOSPlatform("linux")]
public sealed class MemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_parts_of_a_process_add_up_to_what_is_resident_and_have_owners()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var memory = Json("--pid", Text(target.Id));
        var resident = memory.GetProperty("residentBytes").GetInt64();
        Assert.Equal(resident, Sum(memory, "residentBytes"));
        Assert.InRange(resident, RollupOf(target.Id) * 0.9, RollupOf(target.Id) * 1.1);
        Assert.InRange(Sum(memory, "residentBytes", "unknown"), 0, resident * 0.05);
        Assert.All(["objects", "loaderHeaps", "assemblies", "libraries", "stacks", "malloc"], part => Assert.True(Sum(memory, "residentBytes", part) > 0, part));
        Assert.Contains(Parts(memory), part => part.GetProperty("part").GetString() == "libraries" && part.GetProperty("owner").GetString()!.EndsWith("/libcoreclr.so", StringComparison.Ordinal));
        Assert.Equal("nothing", memory.GetProperty("verdicts")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("malloc", "native", "malloc,mallocBlocks", "malloc", "bytes")]
    [InlineData("malloc-freed", "malloc-kept", "malloc", "malloc-freed", "bytes")]
    [InlineData("arenas", "native", "malloc", "arenas", "bytes")]
    [InlineData("mmap", "mapped-files", "mappedFiles", "mmap", "bytes")]
    [InlineData("stacks", "threads", "stacks", "stacks", "bytes")]
    [InlineData("assemblies", "runtime-code", null, "assemblies", "count")]
    [InlineData("wrappers", "native-wrappers", "mallocBlocks", "wrappers", "bytes")]
    [InlineData("wrappers-dropped", "native-wrappers", "mallocBlocks", "wrappers", "bytes")]
    [InlineData("garbage", "garbage", "garbage", "garbage", "bytes")]
    [InlineData("pinned", "fragmentation", "freeSpace", "pinned", "bytes")]
    [InlineData("kept", "empty-heap", "kept", "kept", "bytes")]
    public void What_fills_a_process_is_the_first_verdict_and_its_row_is_what_the_program_knows(string mode, string verdict, string? parts, string kind, string value)
    {
        using var target = KnownNative.Start(mode, 0, Surroundings(mode));
        var memory = Json("--pid", Text(target.Id));
        var resident = memory.GetProperty("residentBytes").GetInt64();
        Assert.Equal(resident, Sum(memory, "residentBytes"));
        Assert.InRange(Sum(memory, "residentBytes", "unknown"), 0, resident * 0.05);
        var first = memory.GetProperty("verdicts")[0];
        Assert.Equal(verdict, first.GetProperty("name").GetString());
        var known = target[kind][value];
        if (parts is not null)
        {
            Assert.InRange(parts.Split(',').Sum(part => Sum(memory, "residentBytes", part)), known * 0.95, (known * 1.05) + LeastOfAny(parts));
        }
        else
        {
            var said = Regex.Match(first.GetProperty("title").GetString()!, "there are ([0-9,]+) assemblies").Groups[1].Value;
            Assert.InRange(long.Parse(said, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), known, known + 20);   // and the program's own
        }

        // Where a suspect of the heap has the same cause it is triage's too.
        if (verdict is not "garbage")
        {
            var triage = CommandRun.Of("triage", "--pid", Text(target.Id));
            Assert.Contains(first.GetProperty("title").GetString()!.Split(':')[0], triage.Output.Split('\n')[2], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_captured_dump_tells_what_was_resident_as_the_process_did()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var dump = _folder.At("snap.dmp");
        Assert.Equal(0, CommandRun.Of("capture", "--pid", Text(target.Id), "-o", dump).ExitCode);
        var (live, captured) = (Json("--pid", Text(target.Id)), Json(dump));
        Assert.Equal(captured.GetProperty("residentBytes").GetInt64(), Sum(captured, "residentBytes"));
        Assert.Equal(captured.GetProperty("residentBytes").GetInt64(), captured.GetProperty("process").GetProperty("residentBytes").GetInt64());
        foreach (var part in (string[])["objects", "garbage", "loaderHeaps", "stacks", "malloc"])
        {
            var (before, after) = (Sum(captured, "residentBytes", part), Sum(live, "residentBytes", part));
            Assert.InRange(after, (before * 0.95) - 65_536, (before * 1.05) + 65_536);
        }
    }

    [Fact]
    public void A_dump_of_another_tool_is_never_said_to_be_resident()
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        var memory = Json(dump);
        Assert.False(memory.TryGetProperty("residentBytes", out _));
        Assert.Equal(memory.GetProperty("bytesInDump").GetInt64(), Sum(memory, "bytesInDump"));
        var text = CommandRun.Of("memory", dump);
        Assert.Equal(0, text.ExitCode);
        Assert.Contains(" of memory in the dump\n", text.Output, StringComparison.Ordinal);
        Assert.Contains("These are bytes that the dump holds, which whoever made it chose: not what was resident. A dump of 'heapgraph capture' tells that too.", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" resident ", text.Output.Split("These are")[0], StringComparison.Ordinal);
    }

    // Then the process writes its dump itself, and /proc still tells what is resident.
    [Fact]
    public void Without_the_right_to_trace_it_is_told_all_the_same()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux's.");
        using var target = LeakTarget.Start("BigFatLeak");
        var run = ConfinedTool.WithoutTracing("memory", "--pid", Text(target.Id), "--format", "json");
        Assert.Equal(0, run.ExitCode);
        var memory = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(memory.GetProperty("residentBytes").GetInt64(), Sum(memory, "residentBytes"));
        Assert.True(Sum(memory, "residentBytes", "objects") > 1 << 20);
    }

    [Fact]
    public void Ten_lines_and_each_stretch_of_addresses_add_up_to_the_same()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var dump = _folder.At("snap.dmp");
        Assert.Equal(0, CommandRun.Of("capture", "--pid", Text(target.Id), "-o", dump).ExitCode);
        var resident = Json(dump).GetProperty("residentBytes").GetInt64();
        var (brief, all) = (RowsOf("memory", dump, "--short", "--format", "csv"), RowsOf("memory", dump, "--all", "--format", "csv"));
        Assert.InRange(brief.Count, 5, 10);
        Assert.True(all.Count > 50);
        Assert.Equal(resident, brief.Sum(row => long.Parse(row[0], CultureInfo.InvariantCulture)));
        Assert.Equal(resident, all.Sum(row => long.Parse(row[2], CultureInfo.InvariantCulture)));
        Assert.Equal(all.OrderBy(row => Convert.ToUInt64(row[0], 16)), all);
    }

    // The runtime's own blocks, and stacks of its threads.
    private static double LeastOfAny(string parts) => parts.Contains("malloc", StringComparison.Ordinal) ? 5 << 20 : 1 << 20;

    private static (string Name, string Value)[] Surroundings(string mode) => mode switch
    {
        "arenas" => [("MALLOC_ARENA_MAX", "128")],
        "kept" => [("DOTNET_gcServer", "1"), ("DOTNET_GCDynamicAdaptationMode", "0")],
        _ => [],
    };

    private static List<string[]> RowsOf(params string[] words) => [.. CommandRun.Of(words).Output.Trim('\n').Split('\n').Skip(1).Select(line => line.Split(','))];

    private static JsonElement Json(params string[] target)
    {
        var run = CommandRun.Of(["memory", .. target, "--format", "json"]);
        Assert.Equal(0, run.ExitCode);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static IEnumerable<JsonElement> Parts(JsonElement memory) => memory.GetProperty("parts").EnumerateArray();

    private static long Sum(JsonElement memory, string key, string? part = null) =>
        Parts(memory).Where(one => part is null || one.GetProperty("part").GetString() == part).Sum(one => one.GetProperty(key).GetInt64());

    private static double RollupOf(int process) => 1024.0 * long.Parse(
        File.ReadLines($"/proc/{process}/smaps_rollup").First(line => line.StartsWith("Rss:", StringComparison.Ordinal))[4..^2].Trim(), CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
