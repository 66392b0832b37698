using System.Diagnostics;
using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What people get who install the tool as the README says.</summary>
[Collection(BuildCollection.Name)]
[NotQuick]
public sealed partial class InstallTests : IDisposable
{
    private const uint ElfMagic = 0x464C_457F;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_one_native_file_that_gives_the_answers_of_the_tool_as_it_is_built()
    {
        var line = InstallLine().Match(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Groups[1].Value;
        var here = line.Replace("./pack", "./pack linux-x64 any", StringComparison.Ordinal).Replace(" -g ", $" --tool-path '{_folder.Path}' ", StringComparison.Ordinal);
        using (var install = Process.Start(new ProcessStartInfo("sh", ["-c", here]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" } })!)
        {
            var said = install.StandardOutput.ReadToEnd();
            install.WaitForExit();
            Assert.True(install.ExitCode == 0, said);
        }

        var tool = _folder.At("heapgraph");
        using (var file = File.OpenRead(tool))
        {
            var first = new byte[sizeof(uint)];
            file.ReadExactly(first);
            Assert.Equal(ElfMagic, BitConverter.ToUInt32(first));
            Assert.InRange(file.Length, 1 << 20, 30 << 20);
        }

        var folder = Path.GetDirectoryName(new FileInfo(tool).ResolveLinkTarget(returnFinalTarget: true)!.FullName)!;
        Assert.Empty(Directory.GetFiles(folder, "*.dll"));
        var package = Directory.GetFiles(Path.Combine(folder, "..", "..", "..")).Select(file => Path.GetFileName(file));
        Assert.Empty(((string[])["LICENSE", "README.md", "THIRD-PARTY-NOTICES.md", "heapgraph.1"]).Except(package));
        var targets = LeakTargets();
        Assert.Contains("BigFatLeak", targets);
        Parallel.ForEach(targets, target =>
        {
            var dump = LeakTargetDumps.Heap(target);
            foreach (var words in (string[][])[["common", dump], ["common", "--all", dump, "--limit", "0"], ["dominators", dump], ["triage", dump], ["backrefs", dump, "--type", "string"]])
            {
                string[] args = [.. words, "--format", "json"];

                // The built one runs here: another process would compile its code again each time.
                var (native, built) = (ToolProcess.RunCopy([tool], args), CommandRun.Here(args));
                Assert.True(native.ExitCode == 0, native.Error);
                Assert.Equal(built.Output, native.Output);
            }
        });
    }

    /// <summary>Each program of tests/LeakTargets that runs here by itself.</summary>
    private static string[] LeakTargets() => [.. LeakTarget.Programs.Where(name => name is not (
        "BusyTarget"   // is never at rest
        or "HeapMaker" or "KnownNative" or "Twenty"))];   // these want to be told what to make

    [GeneratedRegex("`(./pack && dotnet tool install [^`]*)`")]
    private static partial Regex InstallLine();
}
