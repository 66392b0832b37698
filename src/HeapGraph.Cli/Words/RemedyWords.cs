using System.Diagnostics;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Words;

/// <summary>How the command line says what helps and how to go on: by its options and commands.</summary>
/// <param name="target">What commands to go on with look at.</param>
internal sealed class RemedyWords(HeapTarget? target) : IRemedyWords
{
    // What needs no quotes in a shell besides letters and digits.
    private const string Plain = "/._-+=:@";

    /// <summary>The words for what names no target.</summary>
    public static RemedyWords General { get; } = new(target: null);

    public string Of(Remedy remedy) => remedy switch
    {
        Remedy.MoreRights =>
            $"Run as root with the capability SYS_PTRACE ({OtherPrograms.DockerTraceRight}, Kubernetes: securityContext.capabilities.add [SYS_PTRACE]).",
        Remedy.LiftFilter => Remedy.LiftFilter.Saying($"with {OtherPrograms.DockerWithoutFilter}, or"),
        Remedy.ReachSocket => Remedy.ReachSocket.Saying($"{OtherPrograms.DockerSamePids} and"),
        Remedy.CollectDump => $"Collect a dump with: {OtherPrograms.CollectDump}",
        Remedy.CollectAgain => $"Collect it again with: {OtherPrograms.CollectDump}",
        Remedy.ThreadsAlone alone => alone.Saying($"'heapgraph threads {Shell(alone.Path)}'", $"collect it again with: {OtherPrograms.CollectDump}"),
        Remedy.CollectToFile => Remedy.CollectToFile.Saying($" ({OtherPrograms.CollectDump})"),
        Remedy.ReadOn(var where) => $"Run heapgraph on {where}.",
        Remedy.ChooseProcess(var listing) => $"Choose one with --pid. {listing}",
        Remedy.NameTarget(var listing) => $"Name a dump, or a process with --pid. {listing}",
        Remedy.ListProcesses => "See what runs with: heapgraph ps",
        Remedy.SeeMemory(var process) => $"See whose it is with: heapgraph memory --pid {process}",
        Remedy.CheckDump => "Look at a dump of the process with: heapgraph doctor PATH",
        Remedy.LetTracerGo => "Detach that one, or wait for its end, and run heapgraph again.",
        Remedy.AllowFreeze({ } time) => $"Allow it with: --max-freeze {time.TotalSeconds:0}s",
        Remedy.AllowFreeze => "Try again, or allow more time with --max-freeze.",
        Remedy.SpillElsewhere(var isLarger) => $"Name a folder on a {(isLarger ? "larger " : "")}disk with --spill.",
        Remedy.SaveElsewhere => "Name a file on a larger disk with -o.",
        Remedy.NameDac(var file) => $"Name it with --dac: {file} of that runtime.",
        Remedy.CorrectDacPath(var file, var runtime) => $"Give the path of {file} of {runtime} with --dac.",
        Remedy.TrustDac trust => trust.WithSetting($"--dac {Shell(trust.Path)}"),
        Remedy.FetchDac fetch => fetch.Saying("--dac", $"with: {OtherPrograms.FetchDac}"),
        Remedy.ChangeDac(var runtime) => $"Give the DAC of {runtime} with --dac, or leave --dac out.",
        Remedy.SmallerPicture => "Ask for a smaller picture: --max-depth, --too-many, --max-nodes.",
        Remedy.SmallerTree => "Ask for a smaller picture: --max-depth, --min-share.",
        Remedy.FewerSuspects => "Ask for fewer suspects: --limit.",
        _ => remedy.Worded(Of),
    };

    public string Of(Term term) => term switch
    {
        Term.NoLimit => "--limit 0",
        Term.MaxElements => "--elements",
        Term.MaxDepth => "--max-depth",
        Term.TooMany => "--too-many",
        Term.MaxNodes => "--max-nodes",
        Term.Exclude => "--exclude",
        Term.Filter => "--filter",
        Term.Ignore => "--ignore",
        Term.From => "--from",
        Term.SeveralChains => "'heapgraph chain --paths'",
        Term.AllWays => "'heapgraph chain --anchors'",
        Term.WithResidence => "A dump of 'heapgraph capture'",
        Term.FlamegraphPicture => "heapgraph dominators --format flamegraph -o FILE.svg",
        _ => throw new UnreachableException(),
    };

    public string Of(NextCommand next) => next switch
    {
        NextCommand.ChainsToObject(var address) => $"heapgraph chain {Target} --address {address:x} --paths 3",
        NextCommand.AnchorsOfType(var type) => $"heapgraph chain {Target} --type {Shell(type)} --anchors",
        NextCommand.WithoutFields(var fields) => $"heapgraph what-if {Target}{string.Concat(fields.Select(field => $" --cut {Shell(field)}"))}",
        NextCommand.LargestObjectsOf(var type) => $"heapgraph objects {Target} --type {Shell(type)} --sort bytes",
        NextCommand.DisposedObjectsOf(var type) => $"heapgraph objects {Target} --type {Shell(type)} --where 'Disposed = true'",
        NextCommand.PathsThatGrew or NextCommand.HeldByField or NextCommand.Course when target is HeapTarget.LiveProcess => $"heapgraph growth {Target} --by path --every 10s --times 3",
        NextCommand.HeldByField(var field) => $"heapgraph what-if {Target} --cut {Shell(field)}",
        NextCommand.ObjectAt(var address) => $"heapgraph show {Target} --address {address:x} --retained",
        NextCommand.ReferrersOf(var address) => $"heapgraph backrefs {Target} --address {address:x} -o refs.svg",
        NextCommand.PathsThatGrew(var targets) => $"heapgraph growth {string.Join(' ', targets.Select(Shell))} --by path",
        NextCommand.CollectHeap(var isOfCrash) => isOfCrash ? $"export {Remedy.ThreadsAlone.CrashWithHeap}" : OtherPrograms.CollectDump,
        NextCommand.Threads => $"heapgraph threads {Target}",
        NextCommand.Dominators or NextCommand.Course => $"heapgraph dominators {Target}",
        NextCommand.Suspects => $"heapgraph triage {Target}",
        NextCommand.FindingById(var id) => $"heapgraph triage {Target} --finding {id}",
        NextCommand.RuleExplained(var rule) => $"heapgraph explain {rule}",
        NextCommand.StringsByValue => $"heapgraph strings {Target}",
        NextCommand.TypesByBytes => $"heapgraph common {Target} --sort bytes",
        NextCommand.AllTypesByBytes => $"heapgraph common {Target} --all --sort bytes",
        NextCommand.Memory => $"heapgraph memory {Target}",
        _ => throw new UnreachableException(),
    };

    private string Target => target switch
    {
        HeapTarget.DumpFile(var path) => Shell(path),
        HeapTarget.LiveProcess process => $"--pid {process.ProcessId}",
        _ => "",
    };

    /// <summary>A word as a shell takes it.</summary>
    public static string Shell(string path) =>
        path.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal)) ? path : Quoted(path);

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
