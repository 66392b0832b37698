namespace HeapGraph;

/// <summary>What helps where something did not work. Its <see cref="Sentence"/> speaks of this library's options; the
/// <c>heapgraph</c> command words the same by its own.</summary>
public abstract record Remedy
{
    private Remedy()
    {
        // Closed: the cases below and no others.
    }

    /// <summary>One sentence or more, in terms of the library.</summary>
    public string Sentence => Worded(part => part.Sentence);

    /// <summary>The <see cref="Sentence"/>.</summary>
    public sealed override string ToString() => Sentence;

    /// <summary>The sentence with its parts in somebody's words.</summary>
    /// <param name="words">How a remedy within this one is worded.</param>
    internal abstract string Worded(Func<Remedy, string> words);

    /// <summary>A sentence as part of another one: "run as root".</summary>
    internal static string ClauseOf(string sentence) => $"{char.ToLowerInvariant(sentence[0])}{sentence[1..].TrimEnd('.')}";

    /// <summary>Advice that has nothing to do with HeapGraph's own options.</summary>
    /// <param name="Advice">One sentence or more.</param>
    public sealed record Plain(string Advice) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => Advice;
    }

    /// <summary>One thing, and besides another.</summary>
    /// <param name="First">What is said first.</param>
    /// <param name="Second">What is said then.</param>
    public sealed record Both(Remedy First, Remedy Second) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => $"{words(First)} {words(Second)}";
    }

    /// <summary>One of two things.</summary>
    /// <param name="First">The easier one.</param>
    /// <param name="Second">The other one.</param>
    public sealed record Either(Remedy First, Remedy Second) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => $"{words(First).TrimEnd('.')}, or {ClauseOf(words(Second))}.";
    }

    /// <summary>Opens one of the ways to read a process.</summary>
    /// <param name="ByCopying">What lets it be stopped and copied.</param>
    /// <param name="ByAsking">What lets it write a dump itself.</param>
    public sealed record OpenOneWay(Remedy ByCopying, Remedy ByAsking) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) =>
            $"Either {ClauseOf(words(ByCopying))}; or, for a dump that it writes itself, {ClauseOf(words(ByAsking))}.";
    }

    /// <summary>Another way than a dump that the process writes itself, which failed.</summary>
    /// <param name="ByCopying">What lets it be stopped and copied.</param>
    public sealed record CopyInstead(Remedy ByCopying) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) =>
            $"To read it without, {ClauseOf(words(ByCopying))}; or make sure of room in its temporary folder, and of the same user or root.";
    }

    /// <summary>The right to trace processes.</summary>
    public sealed record MoreRights : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) =>
            "Run as root with the capability SYS_PTRACE, which a container must be given.";
    }

    /// <summary>A container that lets processes be traced.</summary>
    public sealed record LiftFilter : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => Saying("without its filter of system calls, or with");

        /// <param name="how">How such a container is run, but for its profile.</param>
        internal static string Saying(string how) => $"Run the container {how} a profile that allows ptrace and process_vm_readv.";
    }

    /// <summary>A place from which the diagnostics socket of the process can be reached.</summary>
    public sealed record ReachSocket : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => Saying("in the same pid namespace with");

        /// <param name="beside">What running beside the container means.</param>
        internal static string Saying(string beside) =>
            $"Run in the same container or beside it ({beside} the same volume as its temporary folder), with the same TMPDIR, and start it without DOTNET_EnableDiagnostics=0.";
    }

    /// <summary>A dump in place of a file that is none.</summary>
    public sealed record CollectDump : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => "Collect a dump of type Heap with dotnet-dump.";
    }

    /// <summary>Another dump in place of one that was taken without its heap, or is damaged.</summary>
    public sealed record CollectAgain : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => "Collect it again, of type Heap, with dotnet-dump.";
    }

    /// <summary>What the threads of a dump that was made without its heap did; and another dump in its place.</summary>
    /// <param name="Path">The dump.</param>
    /// <param name="IsOfCrash">Whether a crash wrote it.</param>
    public sealed record ThreadsAlone(string Path, bool IsOfCrash) : Remedy
    {
        /// <summary>What has a crash write a dump with its heap.</summary>
        internal const string CrashWithHeap = "DOTNET_DbgEnableMiniDump=1 DOTNET_DbgMiniDumpType=2";

        internal override string Worded(Func<Remedy, string> words) => Saying("Heap.Threads", "collect it again, of type Heap, with dotnet-dump.");

        /// <param name="asking">What tells.</param>
        /// <param name="collecting">How a dump with a heap is collected while the process runs.</param>
        internal string Saying(string asking, string collecting) =>
            $"{asking} tells {(IsOfCrash ? "what it died of and " : "")}where its threads stand; for the heap, "
            + (IsOfCrash ? $"have the next crash write it: {CrashWithHeap}" : collecting);
    }

    /// <summary>A whole file in place of an empty one, or of a pipe.</summary>
    public sealed record CollectToFile : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => Saying("");

        /// <param name="how">How a dump is collected, within a sentence.</param>
        internal static string Saying(string how) =>
            $"What was not written, perhaps for lack of space, is collected again{how}; what comes through a pipe is saved to a file first.";
    }

    /// <summary>Another machine.</summary>
    /// <param name="Where">The kind of it: "Windows, where it was made".</param>
    public sealed record ReadOn(string Where) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => $"Read it on {Where}.";
    }

    /// <summary>One of the processes that run.</summary>
    /// <param name="Listing">Which there are, as a sentence.</param>
    public sealed record ChooseProcess(string Listing) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => $"Choose one by its id. {Listing}";
    }

    /// <summary>A dump, or one of the processes that run.</summary>
    /// <param name="Listing">Which there are, as a sentence.</param>
    public sealed record NameTarget(string Listing) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => $"Name a dump, or a process by its id. {Listing}";
    }

    /// <summary>A look at what runs.</summary>
    public sealed record ListProcesses : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => "See which processes run.";
    }

    /// <summary>A look at whose the memory of a process is.</summary>
    /// <param name="ProcessId">The process.</param>
    public sealed record SeeMemory(int ProcessId) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => "See whose it is with Heap.Memory.";
    }

    /// <summary>A look at a dump of a process that shows nothing itself.</summary>
    public sealed record CheckDump : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => "Look at a dump of the process.";
    }

    /// <summary>The end of whoever traces the process.</summary>
    public sealed record LetTracerGo : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => "Detach that one, or wait for its end, and read it again.";
    }

    /// <summary>A longer time for which the process may stand still.</summary>
    /// <param name="Time">How long; null when nobody can tell.</param>
    public sealed record AllowFreeze(TimeSpan? Time) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => Time is { } time
            ? $"Allow it: set LiveOptions.MaxFreeze to {time.TotalSeconds:0} s."
            : "Try again, or allow more time with LiveOptions.MaxFreeze.";
    }

    /// <summary>Another folder for what memory has no room for.</summary>
    /// <param name="IsLarger">True when the one that was meant lies on a disk too, which is too small.</param>
    public sealed record SpillElsewhere(bool IsLarger) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => $"Name a folder on a {(IsLarger ? "larger " : "")}disk with LiveOptions.SpillFolder.";
    }

    /// <summary>Another place for the dump that is written.</summary>
    public sealed record SaveElsewhere : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => "Name a file on a larger disk.";
    }

    /// <summary>The DAC that was not found beside the runtime.</summary>
    /// <param name="File">Its name.</param>
    public sealed record NameDac(string File) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => $"Name it with HeapOptions.DacPath: {File} of that runtime.";
    }

    /// <summary>A path that leads to the DAC.</summary>
    /// <param name="File">Its name.</param>
    /// <param name="Runtime">The runtime that it must be of.</param>
    public sealed record CorrectDacPath(string File, string Runtime) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => $"Give the path of {File} of {Runtime} with HeapOptions.DacPath.";
    }

    /// <summary>Trust in a DAC that others than root and this user may have put where it is.</summary>
    /// <param name="Path">Where it is.</param>
    /// <param name="Runtime">The runtime that it is of.</param>
    public sealed record TrustDac(string Path, string Runtime) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => WithSetting($"HeapOptions.DacPath = \"{Path}\"");

        /// <param name="setting">What names this DAC.</param>
        internal string WithSetting(string setting) => $"Install {Runtime} here, whose DAC is used then; or, if you trust whoever may write there, name it: {setting}";
    }

    /// <summary>The DAC of another machine.</summary>
    /// <param name="File">Its name.</param>
    /// <param name="RuntimeFile">The name of the library that it stands beside.</param>
    public sealed record FetchDac(string File, string RuntimeFile) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => Saying("HeapOptions.DacPath", "with dotnet-symbol");

        /// <param name="setting">What names a DAC.</param>
        /// <param name="fetching">What fetches one beside the dump.</param>
        internal string Saying(string setting, string fetching) =>
            $"Copy {File} from the machine that made the dump (it stands beside {RuntimeFile}) and name it with {setting}; "
            + $"or install that runtime; or fetch it beside the dump {fetching}";
    }

    /// <summary>Another DAC than the one that was given.</summary>
    /// <param name="Runtime">The runtime that it must be of.</param>
    public sealed record ChangeDac(string Runtime) : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => $"Give the DAC of {Runtime} with HeapOptions.DacPath, or leave that null.";
    }

    /// <summary>A smaller picture.</summary>
    public sealed record SmallerPicture : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => "Ask for a smaller picture: maxDepth, TooMany, MaxNodes.";
    }

    /// <summary>A smaller picture of what keeps how much alive.</summary>
    public sealed record SmallerTree : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => "Ask for a smaller picture: maxDepth, minShare.";
    }

    /// <summary>Fewer leak suspects.</summary>
    public sealed record FewerSuspects : Remedy
    {
        internal override string Worded(Func<Remedy, string> words) => "Ask for fewer suspects: limit.";
    }
}
