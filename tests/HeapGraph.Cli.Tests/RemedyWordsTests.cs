using System.Text.RegularExpressions;
using HeapGraph.Cli.Words;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Targets;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What helps, as the command line says it.</summary>
public sealed class RemedyWordsTests
{
    private static readonly RemedyWords Words = new(new HeapTarget.DumpFile("my app.dmp"));

    [Fact]
    public void Every_option_that_is_named_is_one_of_some_command()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "HeapGraph.Cli", "Words", "RemedyWords.cs"));
        var named = Regex.Matches(source, "--[a-z][a-z-]*|-o").Select(option => option.Value).ToHashSet();
        Assert.Contains("--max-freeze", named);
        Assert.Empty(named.Except(Options()));
    }

    [Fact]
    public void A_time_is_named_as_the_option_takes_it() =>
        Assert.Equal("Allow it with: --max-freeze 7s", Words.Of(new Remedy.AllowFreeze(TimeSpan.FromSeconds(7))));

    [Fact]
    public void Remedies_within_a_remedy_are_worded_too()
    {
        Assert.Equal(
            "Make room, or name a folder on a larger disk with --spill.",
            Words.Of(new Remedy.Either(new Remedy.Plain("Make room."), new Remedy.SpillElsewhere(IsLarger: true))));
        Assert.Equal(
            "Either see what runs with: heapgraph ps; or, for a dump that it writes itself, run as root.",
            Words.Of(new Remedy.OpenOneWay(new Remedy.ListProcesses(), new Remedy.Plain("Run as root."))));
    }

    [Fact]
    public void What_another_program_is_asked_for_reads_well_on_either_side()
    {
        var lift = new Remedy.LiftFilter();
        Assert.Equal("Run the container with --security-opt seccomp=unconfined, or a profile that allows ptrace and process_vm_readv.", Words.Of(lift));
        Assert.Equal("Run the container without its filter of system calls, or with a profile that allows ptrace and process_vm_readv.", lift.Sentence);
    }

    [Fact]
    public void The_next_command_can_be_pasted_into_a_shell()
    {
        Assert.Equal(@"heapgraph chain 'my app.dmp' --type 'It'\''s' --anchors", Words.Of(new NextCommand.AnchorsOfType("It's")));
        Assert.Equal("heapgraph chain 'my app.dmp' --address 7f00 --paths 3", Words.Of(new NextCommand.ChainsToObject(0x7f00)));
        Assert.Equal("heapgraph strings --pid 12", new RemedyWords(new HeapTarget.LiveProcess(12, "app")).Of(new NextCommand.StringsByValue()));
        Assert.Equal("heapgraph common --pid 12 --sort bytes", new RemedyWords(new HeapTarget.LiveProcess(12, "app")).Of(new NextCommand.TypesByBytes()));
    }

    [Fact]
    public void Neither_side_speaks_the_other_s_language()
    {
        var remedies = typeof(Remedy).GetNestedTypes().Select(Sample).ToArray();
        Assert.NotEmpty(remedies);
        Assert.All(remedies, remedy => Assert.DoesNotContain("Options.", Words.Of(remedy), StringComparison.Ordinal));
        Assert.All(remedies, remedy => Assert.DoesNotContain("heapgraph", remedy.Sentence, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<Term>(), term => Assert.NotEqual(LibraryWords.Instance.Of(term), Words.Of(term)));
    }

    private static Remedy Sample(Type kind)
    {
        var constructor = kind.GetConstructors().Single();
        return (Remedy)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(Remedy) ? new Remedy.Plain("Wait.")
            : parameter.ParameterType == typeof(string) ? "x"
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
            : null)]);
    }

    private static IEnumerable<string> Options() =>
        HelpTests.Commands.SelectMany(command => Regex.Matches(CommandRun.Of(command, "--help").Output, @"(?<=^  |, )--?[a-z][a-z-]*", RegexOptions.Multiline)).Select(option => option.Value);
}
