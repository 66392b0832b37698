using System.Diagnostics;
using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Reading.Live.Hosts;

/// <summary>What an operating system tells of its processes, and by which ways they can be read there.</summary>
internal interface IHost
{
    /// <summary>Tells of a process whether it listens at a diagnostics socket. What is the same for all is asked once.</summary>
    Func<int, bool> Listeners();

    /// <summary>Whether a process has ended that the system still lists.</summary>
    bool HasEnded(int processId);

    /// <summary>Whether this user may see what a process has loaded.</summary>
    bool MayBeSeen(int processId);

    /// <summary>The runtime in a process; null when it has none or may not be looked at.</summary>
    LiveRuntime? RuntimeOf(int processId);

    /// <summary>The name of the program that a process runs; null when that is the process's own.</summary>
    string? ProgramOf(Process process);

    /// <summary>The user that a process runs as; null when that can't be told.</summary>
    string? UserOf(int processId);

    /// <summary>What a process was started with, words with blanks between them; null when that can't be told.</summary>
    string? CommandLineOf(int processId);

    /// <summary>The folder of a process's runtime, where only a way through the process leads there; null where that is not so.</summary>
    string? RuntimeInContainerOf(int processId);

    /// <summary>The temporary folder of a process, as it names it itself.</summary>
    string TemporaryFolderOf(int processId);

    /// <summary>What stands before a process's paths to reach them from here.</summary>
    string RootOf(int processId);

    /// <summary>At most how many bytes a dump of a process takes.</summary>
    long MostBytesOf(int processId);

    /// <summary>Makes ready what a process needs to write a dump itself.</summary>
    /// <exception cref="IOException">That can't be.</exception>
    IOwnDump OwnDumpOf(int processId);

    /// <summary>What of a process is in memory; null where the system does not tell.</summary>
    ProcessResidence? ResidenceOf(int processId);

    /// <summary>How large a process is now, cheaply; null when it has ended, or the system does not tell.</summary>
    ProcessSize? SizeOf(int processId);

    /// <summary>The processes that a process has started, and those that they have, as far as that is known.</summary>
    IReadOnlyList<int> DescendantsOf(int processId);

    /// <summary>What the control group of a process may have in memory; null without a limit.</summary>
    long? MemoryLimitOf(int processId);

    /// <summary>By which ways a process can be read. Neither stops nor changes it.</summary>
    ProcessAccess AccessTo(int processId);

    /// <summary>What can and can't be read of a process. Neither stops nor changes it.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="options">How it would be copied.</param>
    /// <param name="dacPath">The DAC to use; null to look for the one that fits.</param>
    IEnumerable<TargetCheck> Check(int processId, LiveOptions options, string? dacPath);

    /// <summary>Freezes a process and copies it.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Ends it; the process runs on.</param>
    /// <returns>Null where processes can't be frozen at all.</returns>
    /// <exception cref="FreezeRefusedException">This one may not be.</exception>
    /// <exception cref="HeapReadException">It can't be copied.</exception>
    IHeapCopy? Freeze(int processId, LiveOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation);
}
