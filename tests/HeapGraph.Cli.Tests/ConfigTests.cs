using System.Diagnostics;
using System.Text;
using System.Text.Json;
using HeapGraph.Cli.Configuration;
using HeapGraph.Testing;
using Json.Schema;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>The config file, whatever it is and says.</summary>
[Collection(CurrentFolderCollection.Name)]
[NotQuick, AsInstalled]
public sealed class ConfigTests : IDisposable
{
    private const string File = ConfigPlaces.Name;

    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_silenced_suspect_is_counted_and_named_in_every_form_and_stands_in_no_list()
    {
        var dump = LeakTargetDumps.Heap("MixedLeak");
        var findings = Triage(dump).GetProperty("findings").EnumerateArray().ToArray();
        var (known, other) = (findings[0].GetProperty("id").GetString()!, findings[1].GetProperty("id").GetString()!);
        Write($$"""{ "silence": [{ "id": "{{known.ToUpperInvariant()}}", "reason": "a cache with a bound" }, "{{other}}", "000000000000"] }""");
        var triage = Triage(dump);
        Assert.Equal(findings.Skip(2).Select(finding => finding.GetRawText()), triage.GetProperty("findings").EnumerateArray().Select(finding => finding.GetRawText()));
        Assert.Equal(findings.Length - 2, triage.GetProperty("findingsTotal").GetInt32());
        var silenced = triage.GetProperty("silenced").EnumerateArray().ToArray();
        Assert.Equal([(known, "a cache with a bound"), (other, null)], silenced.Select(one => (
            one.GetProperty("id").GetString()!, one.TryGetProperty("reason", out var reason) ? reason.GetString() : null)));
        Assert.All(silenced, one => Assert.Equal(File, one.GetProperty("source").GetString()));
        var title = findings[0].GetProperty("title").GetString();
        foreach (var form in (string[])["table", "markdown", "csv"])
        {
            var run = CommandRun.Of("triage", dump, "--format", form);
            Assert.Contains($"Silenced by {File}: {title} (id {known}): a cache with a bound\n", form == "csv" ? run.Error : run.Output.Replace("`", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Contains("; 3 leak suspects, 2 silenced\n", CommandRun.Of("triage", dump).Output, StringComparison.Ordinal);

        Assert.Equal(0, CommandRun.Of("triage", dump, "-o", "report.html").ExitCode);
        Assert.Contains("<h2>Silenced</h2>", System.IO.File.ReadAllText("report.html"), StringComparison.Ordinal);
        Assert.Equal(findings.Length, Triage(dump, "--no-config").GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void Against_a_baseline_a_silenced_suspect_is_neither_gone_nor_new()
    {
        var dump = LeakTargetDumps.Heap("MixedLeak");
        Assert.Equal(0, CommandRun.Of("triage", dump, "-o", "loud.json", "--limit", "0").ExitCode);
        Write($$"""{ "silence": ["{{Triage(dump).GetProperty("findings")[0].GetProperty("id").GetString()}}"] }""");
        Assert.Equal(0, CommandRun.Of("triage", dump, "-o", "silent.json", "--limit", "0").ExitCode);
        Assert.Empty(Triage(dump, "--baseline", "loud.json").GetProperty("gone").EnumerateArray());
        Assert.All(Triage(dump, "--baseline", "silent.json", "--no-config").GetProperty("findings").EnumerateArray(), finding => Assert.Equal("same", finding.GetProperty("change").GetString()));
    }

    [Fact]
    public void Its_theme_colours_pictures_unless_the_command_line_names_one()
    {
        var picture = Dot();
        Write("""{ "theme": "dark" }""");
        Assert.Equal(Dot("--theme", "dark", "--no-config"), Dot());
        Assert.NotEqual(picture, Dot());
        Assert.Equal(picture, Dot("--theme", "light"));
        Assert.Equal(0, CommandRun.Of("show", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "-o", "show.dot").ExitCode);
        Assert.Contains("bgcolor=\"#1", System.IO.File.ReadAllText("show.dot"), StringComparison.Ordinal);

        static string Dot(params string[] more)
        {
            Assert.Equal(0, CommandRun.Of(["backrefs", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "-o", "refs.dot", .. more]).ExitCode);
            return System.IO.File.ReadAllText("refs.dot");
        }
    }

    [Fact]
    public void In_pictures_what_stands_in_the_own_namespaces_is_the_program_s_and_the_rest_is_not()
    {
        Assert.Equal((true, false), Drawn());
        Write("""{ "ownNamespaces": ["Acme"] }""");
        Assert.Equal((false, true), Drawn());
        Write("""{ "ownNamespaces": ["Acme", "Shop.*"] }""");
        Assert.Equal((true, false), Drawn());

        static (bool IsOwn, bool HasLibraries) Drawn()
        {
            Assert.Equal(0, CommandRun.Of("backrefs", LeakTargetDumps.Heap("MixedLeak"), "--type", "byte[]", "--where", "Length = 256", "-o", "refs.dot").ExitCode);
            var dot = System.IO.File.ReadAllText("refs.dot");
            return (dot.Contains("the program's own", StringComparison.Ordinal), dot.Contains("libraries, .NET, strings, arrays", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("{\n  \"themes\": 1 }", 2, 3, "there is no setting 'themes'", "Did you mean theme? There are ownNamespaces, theme, silence.")]
    [InlineData("{ \"ownNamespaces\": \"Shop\" }", 1, 20, "'ownNamespaces' is a list, and this is a text", "Mend it.")]
    [InlineData("{ \"ownNamespaces\": [\"Shop\", 7] }", 1, 29, "'ownNamespaces[]' is a text in quotes, and this is a number", "Mend it.")]
    [InlineData("{ \"ownNamespaces\": [\"a b\"] }", 1, 21, "'a b' is no namespace", "Write one as Shop or Shop.Billing: those below it are meant too.")]
    [InlineData("{ \"theme\": \"pink\" }", 1, 12, "there is no theme 'pink'", "There are light and dark.")]
    [InlineData("{ \"theme\": \"dark\\nNext: rm -r .\" }", 1, 12, "there is no theme 'dark\\nNext: rm -r .'", "There are light and dark.")]
    [InlineData("{ \"theme\": null }", 1, 12, "'theme' is a text in quotes, and this is null", "Mend it.")]
    [InlineData("{ \"theme\": \"dark\", \"theme\": \"light\" }", 1, 20, "'theme' stands there a second time", "Mend it.")]
    [InlineData("{\n\"silence\": [\n{ \"reason\": \"x\" } ] }", 3, 1, "there is no 'id' in one of 'silence'", "Mend it.")]
    [InlineData("{ \"silence\": [ true ] }", 1, 16, "Each of 'silence' is an id, or an object with an id and a reason: it is an object, and this is true or false", "Mend it.")]
    [InlineData("{ \"silence\": [ \"12\" ] }", 1, 16, "'12' is no leak suspect's id", "It has 12 hex digits, as triage shows it.")]
    [InlineData("[]", 1, 1, "A config file is an object, and this is a list", "Mend it.")]
    [InlineData("", 1, 1, "it is no JSON: The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true", "Mend it.")]
    [InlineData("{ \"theme\": \"dark\" ", 1, 19, "it is no JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed", "Mend it.")]
    [InlineData("{ \"theme\": \"dark\" } {}", 1, 21, "it is no JSON: '{' is invalid after a single JSON value. Expected end of data", "Mend it.")]
    [InlineData("{ \"ownNamespaces\": [\"Ü\"], nonsense }", 1, 27, "it is no JSON: 'n' is an invalid start of a property name. Expected a '\"'", "Mend it.")]
    public void What_is_wrong_in_it_is_said_with_line_and_column(string text, int line, int column, string sentence, string hint)
    {
        Write(text);
        var run = CommandRun.Of("common", LeakTargetDumps.Heap("NoLeak"));
        Assert.Equal((2, "", $"'{File}', line {line}, column {column}: {sentence}.\n{hint} Or go without it: --no-config.\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal(2, CommandRun.Of("common", "missing.dmp", "--config", File).ExitCode);
        Assert.Equal((0, 0), (CommandRun.Of("common", LeakTargetDumps.Heap("NoLeak"), "--no-config").ExitCode, CommandRun.Of("ps").ExitCode));
    }

    [Fact]
    public void Its_schema_takes_what_is_read_and_refuses_what_is_refused()
    {
        var schema = JsonSchema.FromText(System.IO.File.ReadAllText(Path.Combine(Repository.Root, "docs", "schema", "config.schema.json")), new BuildOptions { SchemaRegistry = new SchemaRegistry() }, new Uri("file:///schema/"));
        foreach (var (text, isGood) in (ReadOnlySpan<(string, bool)>)[
            ("{}", true), ("""{ "$schema": "x", "ownNamespaces": ["Shop", "Acme.*"], "theme": "dark", "silence": ["0123456789ab", { "id": "0123456789ab", "reason": "" }] }""", true),
            ("""{ "theme": "pink" }""", false), ("""{ "ownNamespaces": ["a b"] }""", false), ("""{ "silence": ["12"] }""", false), ("""{ "silence": [{ "reason": "x" }] }""", false), ("""{ "x": 1 }""", false)])
        {
            Write(text);
            Assert.True(isGood == schema.Evaluate(JsonDocument.Parse(text).RootElement).IsValid, text);
            Assert.True(isGood == (CommandRun.Of("doctor", LeakTargetDumps.Heap("NoLeak")).ExitCode == 0), text);
        }
    }

    [Fact]
    public void The_nearest_above_counts_up_to_the_home_folder_and_then_the_user_s()
    {
        var home = Directory.CreateDirectory("home");
        var (deep, config) = (home.CreateSubdirectory("work/app/src"), home.CreateSubdirectory("config/heapgraph"));
        Write("""{ "theme": "light" }""");   // above the home folder
        Assert.Null(ConfigPlaces.Nearest(deep.FullName, home.FullName));
        System.IO.File.WriteAllText(Path.Combine(config.FullName, "config.json"), """{ "ownNamespaces": ["User"] }""");
        Assert.Contains($"{config.FullName}/config.json says own namespaces User\n", Doctor(), StringComparison.Ordinal);
        var inHome = Path.Combine(home.FullName, File);
        System.IO.File.WriteAllText(inHome, """{ "ownNamespaces": ["Home"] }""");
        Assert.Equal(inHome, ConfigPlaces.Nearest(deep.FullName, home.FullName));
        Assert.Contains($"{inHome} says own namespaces Home\n", Doctor(), StringComparison.Ordinal);
        var near = Path.Combine(home.FullName, "work", File);
        Directory.CreateDirectory(Path.Combine(deep.FullName, File));   // a folder by that name is none
        System.IO.File.WriteAllBytes(near, [.. Encoding.UTF8.Preamble, .. "{ /* near */ \"theme\": \"dark\", }"u8]);
        Assert.Equal(near, ConfigPlaces.Nearest(deep.FullName, home.FullName));
        Assert.Contains($"{near} says theme dark\n", Doctor(), StringComparison.Ordinal);
        Assert.DoesNotContain(" says ", Doctor("--no-config"), StringComparison.Ordinal);

        string Doctor(params string[] more)
        {
            var variables = new Dictionary<string, string> { ["HOME"] = home.FullName, ["XDG_CONFIG_HOME"] = Path.Combine(home.FullName, "config") };
            return ToolProcess.RunIn(deep.FullName, variables, ["doctor", LeakTargetDumps.Heap("NoLeak"), .. more]).Output;
        }
    }

    [Theory]
    [InlineData("mkfifo heapgraph.json", "'heapgraph.json' is no plain file, and no config file.")]
    [InlineData("ln -s /dev/zero heapgraph.json", "'heapgraph.json' is no plain file, and no config file.")]
    [InlineData("truncate -s 3G heapgraph.json", "'heapgraph.json' has more than 1,048,576 bytes, and is no config file.")]
    public void What_is_no_plain_file_of_a_sensible_size_is_not_read(string make, string sentence)
    {
        using (var making = Process.Start("sh", ["-c", make]))
        {
            making.WaitForExit();
        }

        var run = CommandRun.Of("common", LeakTargetDumps.Heap("NoLeak"));
        Assert.Equal((3, "", $"{sentence}\nOr go without it: --no-config.\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void One_that_is_named_must_be_there_and_none_is_written_over()
    {
        var dump = LeakTargetDumps.Heap("NoLeak");
        Assert.Equal("There is no file 'mine.json'.\nName a config file that is there. Or leave out --config.\n", Refused("--config", "mine.json"));
        Assert.Equal("The name of the config file is empty.\nName a config file that is there. Or leave out --config.\n", Refused("--config", ""));
        Assert.Equal("--config and --no-config contradict each other.\nLeave out one of the two.\n", Refused("--config", "mine.json", "--no-config"));
        Write("{}");
        Assert.Equal($"'{File}' is what is read.\nName another file with -o.\n", Refused("-o", File));
        Assert.Equal("{}", System.IO.File.ReadAllText(File));

        string Refused(params string[] words)
        {
            var run = CommandRun.Of(["triage", dump, .. words]);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            return run.Error;
        }
    }

    private static void Write(string text) => System.IO.File.WriteAllText(File, text);

    private static JsonElement Triage(string dump, params string[] more)
    {
        var run = CommandRun.Of(["triage", dump, "--format", "json", "--limit", "0", .. more]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }
}
