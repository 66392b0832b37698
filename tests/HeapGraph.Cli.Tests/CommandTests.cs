using System.Globalization;
using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>The main job, as a user types it.</summary>
[NotQuick]
public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Common_counts_the_leaked_type()
    {
        using var json = Json("common", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "--format", "json");
        Assert.Equal("heapgraph.common/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal("reachable", json.RootElement.GetProperty("scope").GetString());
        var row = json.RootElement.GetProperty("types")[0];
        Assert.Equal(("MyBigFatObject", 20_000, 640_000), (row.GetProperty("type").GetString(), row.GetProperty("objects").GetInt32(), row.GetProperty("bytes").GetInt32()));
    }

    [Fact]
    public void All_objects_by_type_are_those_that_ClrMD_counts_on_every_dump()
    {
        foreach (var name in LeakTargetDumps.Names)
        {
            var dump = LeakTargetDumps.Heap(name);
            using var json = Json("common", dump, "--all", "--limit", "0", "--format", "json");
            var counted = json.RootElement.GetProperty("types").EnumerateArray().ToDictionary(
                row => (row.GetProperty("type").GetString()!, row.GetProperty("assembly").GetString()!),
                row => (row.GetProperty("objects").GetInt64(), row.GetProperty("bytes").GetInt64()));

            using var target = DataTarget.LoadDump(dump, new DataTargetOptions { UseLockFreeMemoryMapReader = true });
            var info = target.ClrVersions[0];
            using var runtime = info.CreateRuntime(Path.Combine(Path.GetDirectoryName(info.ModuleInfo.FileName)!, "libmscordaccore.so"), ignoreMismatch: true);
            var expected = runtime.Heap.EnumerateObjects(carefully: true).Where(found => !found.IsFree)
                .GroupBy(found => (CSharpTypeName.FullNameOf(ArrayTypeName.InSource(found.Type!.Name!)), Path.GetFileNameWithoutExtension(found.Type.Module.Name) ?? ""))
                .ToDictionary(same => same.Key, same => ((long)same.Count(), same.Sum(found => (long)found.Size)));
            Assert.Equal(expected.OrderBy(row => row.Key), counted.OrderBy(row => row.Key));
        }
    }

    [Theory]
    [InlineData("table")]
    [InlineData("csv")]
    [InlineData("markdown")]
    [InlineData("json")]
    public void The_same_target_gives_the_same_bytes_in_every_format(string format)
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        var first = CommandRun.Of("common", dump, "--format", format);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("MyBigFatObject", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', first.Output);
        Assert.Equal(first.Output, CommandRun.Of("common", dump, "--format", format).Output);
    }

    [Fact]
    public void Growth_between_two_dumps_is_exact()
    {
        var (before, after) = LeakTargetDumps.Pair("BigFatLeak");
        using var json = Json("growth", before, after, "--format", "json");
        var row = json.RootElement.GetProperty("types").EnumerateArray().Single(type => type.GetProperty("type").GetString() == "MyBigFatObject");
        Assert.Equal([20_000, 25_000], row.GetProperty("objects").EnumerateArray().Select(count => count.GetInt32()));
        Assert.Equal(5_000, row.GetProperty("objectsDelta").GetInt32());
        Assert.Equal(160_000, row.GetProperty("bytesDelta").GetInt32());
    }

    [Fact]
    public void Backrefs_name_the_static_field_the_dictionary_and_the_key()
    {
        var run = CommandRun.Of("backrefs", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "--short");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("static Shop.Catalog.Items", run.Output, StringComparison.Ordinal);
        Assert.Contains("[0] of Dictionary<int, MyBigFatObject> ", run.Output, StringComparison.Ordinal);
        Assert.Contains("20,000 objects match", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_Graphviz_the_DOT_file_is_written_and_the_install_command_named()
    {
        var run = ToolProcess.RunWith("PATH", _folder.Path, "backrefs", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "-o", _folder.At("refs.png"));
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("install", run.Error, StringComparison.Ordinal);
        Assert.Equal(["refs.dot"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void An_object_is_chosen_by_its_address_and_what_is_left_out_or_too_many_is_not_shown()
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        using var all = Json("backrefs", dump, "--type", "MyBigFatObject", "--format", "json");
        var address = all.RootElement.GetProperty("nodes")[0].GetProperty("address").GetString()!;

        using var same = Json("backrefs", dump, "--address", "0x" + address, "--format", "json");
        Assert.Equal(all.RootElement.GetProperty("edges").GetRawText(), same.RootElement.GetProperty("edges").GetRawText());

        using var without = Json("backrefs", dump, "--address", address, "--exclude", "*.Entry[]", "--format", "json");
        Assert.Equal(1, without.RootElement.GetProperty("nodes").GetArrayLength());

        using var refs = Json("refs", dump, "--type", "Dictionary<int, MyBigFatObject>.Entry[]", "--too-many", "3", "--max-depth", "1", "--format", "json");
        Assert.Contains(refs.RootElement.GetProperty("nodes").EnumerateArray(), node => node.GetProperty("kind").GetString() == "more");

        var wrong = CommandRun.Of("backrefs", dump, "--address", (Convert.ToUInt64(address, 16) + 8).ToString("x", CultureInfo.InvariantCulture));
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains($"The nearest before it: {address}", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_does_not_exist_is_answered_with_the_nearest_names()
    {
        var run = CommandRun.Of("backrefs", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObjct");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("The nearest names: MyBigFatObject", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_live_process_is_listed_counted_and_runs_on()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var pid = target.Id.ToString(CultureInfo.InvariantCulture);
        Assert.Contains(pid, CommandRun.Of("ps").Output, StringComparison.Ordinal);

        using var json = Json("common", "--pid", pid, "--format", "json");
        Assert.Contains(json.RootElement.GetProperty("types").EnumerateArray(), row => row.GetProperty("type").GetString() == "MyBigFatObject");
        Assert.Equal("grown 25000", target.Send("grow", "grown"));
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), $"heapgraph-{Environment.ProcessId}-*"));

        Assert.Equal(0, CommandRun.Of("capture", "--pid", pid, "-o", _folder.At("x.dmp")).ExitCode);
        Assert.Equal(0, CommandRun.Of("common", _folder.At("x.dmp")).ExitCode);
    }

    [Fact]
    public void Several_processes_of_one_name_are_listed_to_choose_from()
    {
        using var one = LeakTarget.Start("NoLeak");
        using var two = LeakTarget.Start("NoLeak");
        var run = CommandRun.Of("common", "--pid");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(one.Id.ToString(CultureInfo.InvariantCulture), run.Error, StringComparison.Ordinal);
        Assert.Contains(two.Id.ToString(CultureInfo.InvariantCulture), run.Error, StringComparison.Ordinal);
    }

    private static JsonDocument Json(params string[] args)
    {
        var run = CommandRun.Of(args);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Output);
    }
}
