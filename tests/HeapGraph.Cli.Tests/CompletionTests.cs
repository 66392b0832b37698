using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What may stand next on a line that a user types.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("words: common completion", "co")]
    [InlineData("words: --format", "common", "--fo")]
    [InlineData("words: --short --short-names", "common", "--sho")]
    [InlineData("words: csv", "common", "--format", "c")]
    [InlineData("words: --format=csv", "common", "--format=c")]
    [InlineData("words: bytes count name retained", "common", "x.dmp", "--sort", "")]
    [InlineData("words: loh", "common", "--generation", "gen2", "--generation", "l")]
    [InlineData("words: --format", "ps", "--quiet", "--f")]
    [InlineData("words: zsh", "completion", "z")]
    [InlineData("words: --version", "--v")]
    [InlineData("folders", "common", "--spill", "")]
    [InlineData("files", "common", "-o", "")]
    [InlineData("files", "common", "--", "--no-such")]
    [InlineData("files", "common", "~/")]
    public void The_words_are_those_that_fit(string expected, params string[] line) => Assert.Equal(expected, Next(line));

    [Theory]
    [InlineData("comon", "")]
    [InlineData("common", "--no-such", "")]
    [InlineData("common", "--no-such=")]
    [InlineData("common", "--limit", "")]
    [InlineData("common", "--quiet", "--quiet", "--qui")]
    [InlineData("[suggest]", "")]
    [InlineData("common", "-o=")]
    public void A_line_that_is_wrong_or_free_becomes_nothing(params string[] line) => Assert.Equal("words: ", Next(line));

    [Fact]
    public void Nothing_typed_becomes_any_command_and_a_lone_dash_any_option()
    {
        Assert.Equal(HelpTests.Commands.Order(), Next()["words: ".Length..].Split(' ').Order());
        Assert.Equal(Next(), Next(""));
        Assert.Equal("words: --format -o --output --short --short-names --no-progress --quiet --verbose --config --no-config --help -h", Next("ps", "-"));
    }

    [Fact]
    public void A_path_becomes_a_dump_or_a_folder_where_there_are_dumps_and_any_file_elsewhere()
    {
        var core = new byte[64];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(core);
        core[16] = 4;
        var dump = _folder.File("my app.dmp", core);
        _folder.File("my.txt", "text"u8);
        Directory.CreateDirectory(_folder.At("more"));
        Assert.Equal($"paths: {_folder.At("more")}/ {dump}", Next("common", _folder.At("m")));
        Assert.Equal($"paths: {dump}", Next("growth", "first.dmp", _folder.At("my")));
        Assert.Equal("files", Next("common", _folder.At("my.t")));
        Assert.Equal("files", Next("common", _folder.At("more/")));
    }

    private static string Next(params string[] line)
    {
        var run = CommandRun.Of(["complete", .. line]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines[0] is "files" or "folders" ? lines[0] : $"{lines[0]}: {string.Join(' ', lines[1..].Select(word => word.Split('\t')[0]))}";
    }
}
