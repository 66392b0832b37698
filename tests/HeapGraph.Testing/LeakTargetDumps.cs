using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Testing;

/// <summary>Dumps of the leak targets, made when first asked for and kept in dumps/tests until the target changes.</summary>
public static class LeakTargetDumps
{
    public static readonly string[] Names = ["BigFatLeak", "EventLeak", "TimerLeak", "StaticListLeak", "KnownShape", "ArrowKinds", "NoLeak"];

    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "dumps", "tests")).FullName;

    /// <summary>A heap dump, by createdump.</summary>
    /// <param name="name">The target.</param>
    /// <param name="runtime">On which .NET it runs; null for that of <see cref="TargetRuntimes.ChosenFor"/>.</param>
    /// <param name="environment">Its variables beside those of the tests.</param>
    public static string Heap(string name, TargetRuntime? runtime = null, params (string Name, string Value)[] environment) =>
        All(name, runtime, "", "heap", ["heap"], environment)[0];

    /// <summary>A heap dump of a target with arguments.</summary>
    public static string HeapOf(string name, string arguments, TargetRuntime? runtime = null) => All(name, runtime, arguments, "heap", ["heap"])[0];

    /// <summary>Heap dumps before and after one known step.</summary>
    public static (string Before, string After) Pair(string name, TargetRuntime? runtime = null) =>
        All(name, runtime, "", "pair", ["before", "after"]) is var dumps ? (dumps[0], dumps[1]) : default;

    /// <summary>A heap dump, a full dump and a gcore core of the same process, between which it only waits.</summary>
    public static (string Heap, string Full, string Gcore) Kinds(string name, TargetRuntime? runtime = null) =>
        All(name, runtime, "", "kinds", ["heap", "full", "gcore"]) is var dumps ? (dumps[0], dumps[1], dumps[2]) : default;

    /// <summary>A dump without a heap.</summary>
    public static string Mini(string name, TargetRuntime? runtime = null) => All(name, runtime, "", "mini", ["mini"])[0];

    /// <summary>A heap dump, and a mini and a triage dump of the same process, which have no heap.</summary>
    public static (string Heap, string Mini, string Triage) Bare(string name, TargetRuntime? runtime = null) =>
        All(name, runtime, "", "bare", ["heap", "mini", "triage"]) is var dumps ? (dumps[0], dumps[1], dumps[2]) : default;

    /// <summary>What createdump leaves of a target that dies of an unhandled exception.</summary>
    public static string Crash(string name, TargetRuntime? runtime = null) => Crash(name, "", "throw", runtime);

    /// <summary>The same of a target with arguments.</summary>
    /// <param name="name">The target.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="last">The command that it dies of.</param>
    /// <param name="runtime">On which .NET it runs.</param>
    /// <param name="kind">What is written: with the heap, or without.</param>
    public static string Crash(string name, string arguments, string last, TargetRuntime? runtime = null, DumpType kind = DumpType.WithHeap)
    {
        var path = Path.Combine(Folder, $"{name}-crash-{Guid.NewGuid():N}.dmp");
        using var target = LeakTarget.Start(name, arguments, runtime, environment: [("DOTNET_DbgEnableMiniDump", "1"), ("DOTNET_DbgMiniDumpType", $"{(int)kind}"), ("DOTNET_DbgMiniDumpName", path)]);
        target.SendLast(last);
        return path;
    }

    private static string[] All(string name, TargetRuntime? on, string arguments, string what, string[] parts, params (string Name, string Value)[] environment)
    {
        QuickRun.Refuse("dump");
        var runtime = on ?? TargetRuntimes.ChosenFor(name);
        var program = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(LeakTarget.LibraryOf(name, runtime))))[..8];
        var flavour = runtime == TargetRuntime.Net10 ? "" : $"-{runtime}";
        flavour += string.Concat(environment.Select(variable => $"-{variable.Name}{variable.Value}"));
        var paths = Array.ConvertAll(parts, part => Path.Combine(Folder, $"{name}{arguments}-{what}-{part}{flavour}-{program}.dmp"));

        // Two test processes may want the same dump at once.
        using var own = LockFile(Path.Combine(Folder, $"{name}.lock"));
        if (Array.TrueForAll(paths, File.Exists))
        {
            return paths;
        }

        using var target = LeakTarget.Start(name, arguments, runtime, environment);
        for (var index = 0; index < parts.Length; index++)
        {
            var temporary = paths[index] + ".tmp";
            switch (parts[index])
            {
                case "gcore":
                    target.Gcore(temporary);
                    break;
                case "full":
                    target.Dump(temporary, DumpType.Full);
                    break;
                case "mini":
                    target.Dump(temporary, DumpType.Normal);
                    break;
                case "triage":
                    target.Dump(temporary, DumpType.Triage);
                    break;
                case "after":
                    target.Send("grow", "grown");
                    target.Dump(temporary, DumpType.WithHeap);
                    break;
                default:
                    target.Dump(temporary, DumpType.WithHeap);
                    break;
            }

            DigHoles(temporary);
            File.Move(temporary, paths[index], overwrite: true);
        }

        return paths;
    }

    /// <summary>Most of a dump is zeros: without space for them all dumps of a run take a sixth. What can't have holes stays as it is.</summary>
    private static void DigHoles(string path)
    {
        using var fallocate = Process.Start(new ProcessStartInfo("fallocate", ["--dig-holes", path]) { RedirectStandardError = true })!;
        fallocate.StandardError.ReadToEnd();
        fallocate.WaitForExit();
    }

    private static FileStream LockFile(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Thread.Sleep(100);
            }
        }
    }
}
