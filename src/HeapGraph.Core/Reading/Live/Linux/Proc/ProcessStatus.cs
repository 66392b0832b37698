using System.Globalization;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>What /proc/PID/status says, which every user may read.</summary>
internal sealed class ProcessStatus
{
    private const string FileName = "status", OwnIds = "NSpid:";
    private const double TicksPerSecond = 100;   // USER_HZ: the same on every 64-bit Linux
    private const int StartColumn = 19;   // of those after the name: starttime in proc(5)

    private readonly Dictionary<string, string> _values = [];

    private ProcessStatus(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            if (line.Split(':', 2) is [var name, var value])
            {
                _values[name] = value.Trim();
            }
        }
    }

    /// <summary>This process.</summary>
    public static ProcessStatus Own => new(ProcPath.OfThisProcess(FileName));

    /// <summary>The user that it acts as.</summary>
    public uint User => Number("Uid", 1);

    /// <summary>That user's group.</summary>
    public uint Group => Number("Gid", 1);

    /// <summary>Its id in the innermost namespace that it lives in: the one that it knows itself by.</summary>
    public int OwnId => int.Parse(this["NSpid"].Split('\t')[^1], CultureInfo.InvariantCulture);

    /// <summary>The id of the thread that traces it; 0 for none.</summary>
    public int Tracer => (int)Number("TracerPid", 0);

    /// <summary>True when a signal has stopped it.</summary>
    public bool IsStopped => this["State"].StartsWith('T');

    /// <summary>Whether system calls are filtered.</summary>
    public bool IsFiltered => this["Seccomp"] == "2";

    /// <summary>What it may do, one bit a capability.</summary>
    public ulong Capabilities => ulong.TryParse(this["CapPrm"], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits) ? bits : 0;

    /// <summary>Bytes that are in memory or swapped out: an upper bound of what a dump with heap takes.</summary>
    public long Bytes => (Number("VmRSS", 0) + (long)Number("VmSwap", 0)) << 10;

    /// <summary>Bytes that are in memory.</summary>
    public long ResidentBytes => (long)Number("VmRSS", 0) << 10;

    /// <summary>How many of these are pages of files: programs and libraries.</summary>
    public long ResidentFileBytes => (long)Number("RssFile", 0) << 10;

    /// <summary>How many of these have no file: heaps, stacks, what malloc has.</summary>
    public long ResidentAnonymousBytes => (long)Number("RssAnon", 0) << 10;

    /// <summary>How many of these are shared memory and files of tmpfs.</summary>
    public long ResidentSharedMemoryBytes => (long)Number("RssShmem", 0) << 10;

    /// <summary>Bytes that are swapped out, those of shared memory not counted.</summary>
    public long SwappedBytes => (long)Number("VmSwap", 0) << 10;

    /// <summary>Whether it has ended, and only its parent has not taken notice yet.</summary>
    public bool IsOver => this["State"].StartsWith('Z') || this["State"].StartsWith('X');

    /// <summary>A thread's id in the innermost namespace that it lives in, which is the one that its runtime knows.</summary>
    /// <remarks>Reads no more than that, as it is asked of every thread of a process that stands still.</remarks>
    public static int OwnIdOf(int thread) => int.Parse(
        File.ReadLines(ProcPath.Of(thread, FileName)).FirstOrDefault(line => line.StartsWith(OwnIds, StringComparison.Ordinal))?[OwnIds.Length..].Trim().Split('\t')[^1]
            ?? thread.ToString(CultureInfo.InvariantCulture),
        CultureInfo.InvariantCulture);

    /// <exception cref="IOException">There is no such process.</exception>
    public static ProcessStatus Of(int processId) => new(ProcPath.Of(processId, FileName));

    /// <summary>Whether a process has ended, though its parent may not have taken notice yet.</summary>
    public static bool HasEnded(int processId)
    {
        try
        {
            return Of(processId)["State"].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>When a process started, in clock ticks since the machine did, as the kernel writes it.</summary>
    /// <exception cref="IOException">There is no such process.</exception>
    public static string StartOf(int processId)
    {
        var line = File.ReadAllText(ProcPath.Of(processId, "stat"));
        return line[(line.LastIndexOf(')') + 2)..].Split(' ')[StartColumn];   // the name before it may hold anything
    }

    /// <summary>How long a process has run; null when the kernel does not tell.</summary>
    /// <exception cref="IOException">There is no such process.</exception>
    public static TimeSpan? AgeOf(int processId) =>
        double.TryParse(File.ReadAllText(ProcPath.OfMachine("uptime")).Split(' ')[0], CultureInfo.InvariantCulture, out var up)
            && double.TryParse(StartOf(processId), CultureInfo.InvariantCulture, out var ticks)
            ? TimeSpan.FromSeconds(Math.Max(0, up - (ticks / TicksPerSecond)))
            : null;

    private string this[string name] => _values.GetValueOrDefault(name, "");

    private uint Number(string name, int column) =>
        uint.TryParse(this[name].Split('\t', ' ') is var words && column < words.Length ? words[column] : "", CultureInfo.InvariantCulture, out var number) ? number : 0;
}
