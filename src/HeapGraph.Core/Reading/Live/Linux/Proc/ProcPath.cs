using System.Globalization;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>Where Linux tells of its processes: the files of proc(5).</summary>
internal static class ProcPath
{
    /// <summary>What it tells of a process under a name such as "maps"; of a thread too, by its id.</summary>
    public static string Of(int process, string name) => $"/proc/{process.ToString(CultureInfo.InvariantCulture)}/{name}";

    /// <summary>What it tells of one thread of a process.</summary>
    public static string OfThread(int process, int thread, string name) => Of(process, $"task/{thread.ToString(CultureInfo.InvariantCulture)}/{name}");

    /// <summary>What a process sees at a path: in a container something else than we do. Its root folder for no path at all.</summary>
    public static string SeenBy(int process, string path) => Of(process, $"root{path}");

    /// <summary>What it tells of this process.</summary>
    public static string OfThisProcess(string name) => $"/proc/self/{name}";

    /// <summary>What it tells of the whole machine.</summary>
    public static string OfMachine(string name) => $"/proc/{name}";

    /// <summary>The lines of a file; none when it can't be read.</summary>
    public static string[] LinesOf(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
