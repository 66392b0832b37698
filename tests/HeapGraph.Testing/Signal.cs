using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace HeapGraph.Testing;

/// <summary>Signals of Linux to other processes.</summary>
[SupportedOSPlatform("linux")]
public static partial class Signal
{
    private static readonly Dictionary<string, int> Numbers = new() { ["HUP"] = 1, ["INT"] = 2, ["ABRT"] = 6, ["KILL"] = 9, ["TERM"] = 15, ["CONT"] = 18, ["STOP"] = 19 };

    /// <summary>Sends one by its name, such as "TERM"; false when the process is gone.</summary>
    public static bool Send(string name, int process) => SendNumber(process, Numbers[name]) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendNumber(int process, int signal);
}
