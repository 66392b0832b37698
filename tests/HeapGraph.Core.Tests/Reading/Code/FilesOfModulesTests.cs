using System.Text;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Code;

/// <summary>Who fills what, of a dump that has a module's metadata and not its code: as one that holds no files.</summary>
[NotQuick, OnEachRuntime]
public sealed class FilesOfModulesTests : IDisposable
{
    private const string Module = "Fillers.dll";
    private const int MostBefore = 1 << 16;

    private readonly DamagedCopy _dump = new(LeakTargetDumps.Heap("Fillers"));

    public FilesOfModulesTests()
    {
        foreach (var module in ModulesOf(_dump.Name))
        {
            // Without the size in the header that leads to the code no image is found there; the metadata is as it was.
            var image = new byte[MostBefore];
            var read = _dump.Whole.Read(module.ImageBase, image);
            var header = image.AsSpan(0, read).IndexOf((byte[])[72, 0, 0, 0, 2, 0, 5, 0]);
            Assert.True(header > 0);
            _dump.Zero(module.ImageBase + (ulong)header, 4);
        }
    }

    public void Dispose() => _dump.Dispose();

    [Fact]
    public void The_file_of_just_that_build_has_the_code() => Assert.Equal(
        ("Shop.ByAdd.Load", null), FilledIn("Shop.ByAdd.Items"));

    [Fact]
    public void Where_there_is_no_such_file_that_is_said()
    {
        Rename("Fillers.dlx");
        var (methods, unknown) = FilledIn("Shop.ByAdd.Items");
        Assert.Equal("", methods);
        Assert.Matches(@"^Fillers\.dlx is neither in the dump nor at '.*/Fillers\.dlx'\.$", unknown);
    }

    [Fact]
    public void A_file_of_another_build_is_not_taken_for_it()
    {
        var another = Path.Combine(Path.GetDirectoryName(ModulesOf(_dump.Name)[0].Name!)!, "Fillers.old");
        File.Copy(typeof(FilesOfModulesTests).Assembly.Location, another, overwrite: true);
        try
        {
            Rename("Fillers.old");
            Assert.Matches(@"^Fillers\.old is not in the dump, and '.*/Fillers\.old' is another build\.$", FilledIn("Shop.ByAdd.Items").Unknown);
        }
        finally
        {
            File.Delete(another);
        }
    }

    private static ClrModule[] ModulesOf(string dump)
    {
        using var opened = OpenedDump.Open(dump, null);
        return [.. opened.Runtime.EnumerateModules().Where(module => module.Name?.EndsWith($"/{Module}", StringComparison.Ordinal) == true)];
    }

    /// <summary>Has the module's path end in another name, wherever the process had it.</summary>
    private void Rename(string name)
    {
        var (old, file) = (Encoding.Unicode.GetBytes($"/{Module}"), _dump.ReadFile(0, checked((int)_dump.Bytes)));
        for (var at = 0; file.AsSpan(at).IndexOf(old) is >= 0 and var found; at += found + old.Length)
        {
            _dump.WriteFile(at + found, Encoding.Unicode.GetBytes($"/{name}"));
        }
    }

    private (string Methods, string? Unknown) FilledIn(string place)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var snapshot = new DumpHeapReader(_dump, null, null).Read(new HeapReadOptions(GraphParts.Reachability), null, cancellation);
        var findings = LeakReport.Of(snapshot, DominatorTree.Of(snapshot.Graph, cancellation), cancellation).Findings;
        var filled = findings.Single(finding => finding.Title.Contains($" {place} ", StringComparison.Ordinal)).FilledIn;
        return (string.Join(", ", filled?.Methods ?? []), filled?.Unknown);
    }
}
