using System.Globalization;
using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What grew, as a user types it.</summary>
[NotQuick]
public sealed class GrowthTests
{
    [Fact]
    public void By_path_the_first_row_names_the_static_field_and_the_count()
    {
        var (before, after) = LeakTargetDumps.Pair("BigFatLeak");
        var run = CommandRun.Of("growth", before, after, "--by", "path", "--format", "csv");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"\A(Not listed: \d+ objects? more in frozen segments, literals and types of code that \.NET has compiled since\.\n)?Shop\.Catalog\.Items is filled in: Shop\.Catalog\.Add; taken out nowhere\n\z", run.Error);
        Assert.StartsWith(
            "path,objects before,objects after,objects +/-,retained before,retained after,retained +/-\r\nstatic Shop.Catalog.Items [*] → MyBigFatObject,20000,25000,5000,",
            run.Output, StringComparison.Ordinal);

        var row = Json("growth", before, after, "--by", "path").GetProperty("paths")[0];
        Assert.Equal(("static", "Shop.Catalog.Items"), (row.GetProperty("root").GetProperty("kind").GetString(), row.GetProperty("root").GetProperty("name").GetString()));
        Assert.Equal([null, "_entries", "[*]"], row.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("via").GetString()));

        // An object, its array of 100 bytes and its name of 30 to 34 bytes.
        var delta = row.GetProperty("retainedBytesDelta").GetInt64() - 5_000 * (32 + 124);
        Assert.InRange(delta, 5_000 * 40, 5_000 * 48);
    }

    [Theory]
    [InlineData("namespace", "(no namespace),20")]
    [InlineData("assembly", "BigFatLeak,20")]
    public void Sums_come_by_namespace_and_assembly(string by, string start)
    {
        var (before, after) = LeakTargetDumps.Pair("BigFatLeak");
        var run = CommandRun.Of("growth", before, after, "--by", by, "--format", "csv", "--limit", "0");
        Assert.StartsWith($"{by},objects before,", run.Output, StringComparison.Ordinal);
        Assert.Contains($"\r\n{start}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void By_a_value_each_row_has_what_common_counts_in_each_dump()
    {
        var (before, after) = LeakTargetDumps.Pair("BigFatLeak");
        var growth = Json("growth", before, after, "--type", "MyBigFatObject", "--by", "this.Name.Length", "--limit", "0");
        Assert.Equal(("value", "this.Name.Length"), (growth.GetProperty("by").GetString(), growth.GetProperty("path").GetString()));
        Assert.Equal([20_000, 25_000], growth.GetProperty("snapshots").EnumerateArray().Select(snapshot => snapshot.GetProperty("objects").GetInt64()));
        var (old, now) = (Counted(before), Counted(after));
        Assert.Equal(
            now.Where(pair => old.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => (pair.Key, old.GetValueOrDefault(pair.Key), pair.Value)),
            growth.GetProperty("groups").EnumerateArray().Select(row => (row.GetProperty("value").GetString()!, row.GetProperty("objects")[0].GetInt64(), row.GetProperty("objects")[1].GetInt64())));
        var run = CommandRun.Of("growth", before, after, "--type", "MyBigFatObject", "--by", "Name.Length", "--format", "csv");
        Assert.Equal((0, "", "Name.Length,objects before,objects after,objects +/-,bytes before,bytes after,bytes +/-\r\n12,10000,15000,5000,320000,480000,160000\r\n"), (run.ExitCode, run.Error, run.Output));

        static Dictionary<string, long> Counted(string dump) => Json("common", dump, "--type", "MyBigFatObject", "--by", "Name.Length", "--limit", "0")
            .GetProperty("groups").EnumerateArray().ToDictionary(group => group.GetProperty("value").GetString()!, group => group.GetProperty("objects").GetInt64());
    }

    [Theory]
    [InlineData("this.type", "No object that was chosen has a field 'type'.\n")]
    [InlineData("Nme", "No object that was chosen has a field 'Nme'.\nThe nearest names: Name\n")]
    [InlineData("asembly", "No object that was chosen has a field 'asembly'.\nDid you mean --by assembly?")]
    [InlineData("Name.", "'Name.' ends too early.\n")]
    public void What_is_neither_a_word_nor_a_value_is_refused(string by, string sentence)
    {
        var (before, after) = LeakTargetDumps.Pair("BigFatLeak");
        var run = CommandRun.Of("growth", before, after, "--type", "MyBigFatObject", "--by", by);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void New_objects_come_with_old_current_new_and_delta()
    {
        var (before, after) = LeakTargetDumps.Pair("BigFatLeak");
        var run = CommandRun.Of("growth", before, after, "--new-objects", "--type", "MyBigFatObject", "--sort", "new", "--format", "csv");
        Assert.Equal((0, "", "type,new is,old,current,new,delta\r\nMyBigFatObject,estimated,20000,25000,5000,5000\r\n"), (run.ExitCode, run.Error, run.Output));
    }

    [Theory]
    [InlineData("--by path does not go with --peak.", "--by", "path", "--peak")]
    [InlineData("--by path does not go with --all.", "--by", "path", "--all")]
    [InlineData("--new-objects does not go with --all.", "--new-objects", "--all")]
    [InlineData("--new-objects lists types.", "--new-objects", "--by", "path")]
    [InlineData("There is no column to sort by new.", "--sort", "new")]
    [InlineData("There is no column to sort by bytes.", "--new-objects", "--sort", "bytes")]
    [InlineData("--until-stable is for a live process.", "--until-stable")]
    public void Options_that_contradict_each_other_are_refused(string sentence, params string[] options)
    {
        var (before, after) = LeakTargetDumps.Pair("BigFatLeak");
        var run = CommandRun.Of(["growth", before, after, .. options]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_live_process_is_followed_until_it_is_stable()
    {
        using var target = LeakTarget.Start("StaticListLeak");
        var run = CommandRun.Of("growth", "--pid", $"{target.Id}", "--every", "1ms", "--until-stable", "--by", "path");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Stable: from snapshot ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_after_two_snapshots_shows_them_with_a_column_each()
    {
        using var target = LeakTarget.Start("StaticListLeak");
        using var tool = ToolProcess.Start(
            "growth", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "--every", "500ms", "--times", "100", "--verbose", "--format", "json", "--type", "LogEntry");
        for (var counted = 0; counted < 3;)
        {
            var line = tool.StandardError.ReadLine() ?? throw new InvalidOperationException("The tool ended.");
            if (line.StartsWith("Counting by type", StringComparison.Ordinal))
            {
                counted++;
                target.Send("grow", "grown");
            }
        }

        ToolProcess.Interrupt(tool);
        var json = JsonDocument.Parse(tool.StandardOutput.ReadToEnd()).RootElement;
        tool.WaitForExit();
        Assert.Equal(130, tool.ExitCode);
        var objects = json.GetProperty("types")[0].GetProperty("objects").EnumerateArray().Select(count => count.GetInt32()).ToArray();
        Assert.InRange(objects.Length, 3, 99);
        Assert.Equal([3_000, 4_000, 5_000], objects[..3]);
        Assert.Equal("grown 7000", target.Send("grow", "grown"));
    }

    private static JsonElement Json(params string[] args)
    {
        var run = CommandRun.Of([.. args, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}
