using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Testing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Live;

/// <summary>The copy of a frozen process holds what a dump holds that the process writes itself.</summary>
[Collection(LiveCollection.Name)]
[SupportedOSPlatform("linux")]
[NotQuick]
public sealed class CopiedProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapgraph.tests.").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("0", "0", "1")]
    [InlineData("1", "0", "0")]
    [InlineData("1", "1", "1")]
    public void A_copy_equals_the_dump_that_the_process_writes_right_after(string isServer, string adapts, string hasSeparateCode)
    {
        using var target = LeakTarget.Start("KnownShape", environment:
        [
            ("DOTNET_gcServer", isServer), ("DOTNET_GCDynamicAdaptationMode", adapts), ("DOTNET_EnableWriteXorExecute", hasSeparateCode),
        ]);
        using var copy = Copy(target);
        var dump = Path.Combine(_folder, "createdump.dmp");
        target.Dump(dump, DumpType.WithHeap);

        var expected = Facts(new DumpHeapReader(dump));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Facts(copy.Reader()));
        var saved = Path.Combine(_folder, "saved.dmp");
        AtomicFile.Fill(saved, file => copy.SaveTo(file, TestContext.Current.CancellationToken));
        Assert.Equal(expected, Facts(new DumpHeapReader(saved)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(saved));
    }

    [Fact]
    public void The_types_of_an_assembly_that_was_loaded_from_memory_have_names()
    {
        using var target = LeakTarget.Start("Survivors");
        using var copy = Copy(target);
        var facts = Facts(copy.Reader());
        Assert.Contains(facts, fact => fact.StartsWith("Survivors.Plugin ", StringComparison.Ordinal));
        Assert.DoesNotContain(facts, fact => fact.Contains("could not be named", StringComparison.Ordinal));
    }

    /// <summary>Of a target that is stopped by a signal meanwhile, so that both are taken at the same instant.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void A_saved_copy_gives_HeapGraph_and_ClrMD_the_same_as_a_dump_by_createdump_in_the_same_pause(string name)
    {
        using var target = LeakTarget.Start(name);
        Signal.Send("STOP", target.Id);
        var (saved, dump) = (Path.Combine(_folder, "saved.dmp"), Path.Combine(_folder, "createdump.dmp"));
        using (var copy = Copy(target))
        {
            AtomicFile.Fill(saved, file => copy.SaveTo(file, TestContext.Current.CancellationToken));
        }

        Run(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "createdump"), "--withheap", "-f", dump, $"{target.Id}");
        var expected = Facts(new DumpHeapReader(dump));
        Assert.True(expected.Count > 50, string.Join('\n', expected));
        Assert.Equal(expected, Facts(new DumpHeapReader(saved)));
        Assert.Equal(ByClrMd(dump), ByClrMd(saved));
    }

    /// <summary>All of them but those that never rest or are made to measure, and the one whose emitted code createdump leaves out.</summary>
    public static TheoryData<string> Targets() =>
    [
        .. LeakTarget.Programs.Where(name => name is not ("BusyTarget" or "HeapMaker" or "KnownNative" or "Survivors" or "Twenty")).Order(StringComparer.Ordinal),
    ];

    private static void Run(string program, params string[] words)
    {
        using var run = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = run.StandardError.ReadToEndAsync();
        var output = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        Assert.True(run.ExitCode == 0, $"{program}: {output}{error.GetAwaiter().GetResult()}");
    }

    private static IHeapCopy Copy(LeakTarget target)
    {
        var copy = HeapCopy.Take(target.Id, new LiveOptions { MaxFreeze = TimeSpan.FromMinutes(1) }, null, TestContext.Current.CancellationToken);
        Assert.NotNull(copy.Freeze);
        return copy;
    }

    /// <summary>The whole table of types, the named roots, and what could not be read.</summary>
    private static List<string> Facts(IHeapReader reader)
    {
        using var snapshot = reader.Read(new HeapReadOptions(GraphParts.Roots), null, TestContext.Current.CancellationToken);
        var coverage = snapshot.Graph.Coverage;
        return
        [
            $"{coverage.BytesWalked} of {coverage.BytesTotal}, {coverage.Gaps.Count} gaps",
            .. coverage.Warnings,
            .. TypeTable.Of(snapshot.Graph, ObjectScope.All).Rows.Select(row => $"{row.Type.Name} {row.Objects} {row.Bytes}").Order(StringComparer.Ordinal),
            .. snapshot.Graph.Roots.Select(root => $"{root.Kind} {root.Name} {root.Address:x}").Order(StringComparer.Ordinal),
        ];
    }

    private static List<string> ByClrMd(string path)
    {
        using var dump = OpenedDump.Open(path, null);
        var runtime = dump.Runtime;
        return
        [
            .. runtime.Heap.EnumerateObjects().CountBy(found => found.Type?.Name ?? "").Select(type => $"{type.Key} {type.Value}").Order(StringComparer.Ordinal),
            .. runtime.Threads.Select(thread => $"{thread.OSThreadId} {string.Join(" < ", thread.EnumerateStackTrace().Select(frame => frame.ToString()))}"),
            .. runtime.EnumerateModules().Select(module => $"{module.Name} {module.ImageBase:x}"),
        ];
    }
}
