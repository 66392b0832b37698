using System.Diagnostics;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Live;

/// <summary>A process that may not be frozen writes a dump itself, in its container, and nothing of it stays.</summary>
[Collection(LiveCollection.Name)]
[NotQuick]
public sealed class ProcessDumpTests
{
    private static readonly AccessObstacle Obstacle = new("yama 1", "run as root");

    [Fact]
    public void A_process_in_a_container_is_read_by_its_own_dump_and_by_a_frozen_copy()
    {
        Assert.SkipUnless(LeakTargetContainer.IsSeparate, LeakTargetContainer.IsNotSeparate);
        using var target = new LeakTargetContainer("BigFatLeak", "300m");
        Assert.Equal(1, ProcessStatus.Of(target.Id).OwnId);
        Assert.Equal(new ProcessAccess(null, null), ThisHost.Is.AccessTo(target.Id));
        using (var dump = ProcessDump.Take(target.Id, Obstacle, null, TestContext.Current.CancellationToken))
        {
            Assert.Equal("yama 1", dump.Freeze!.Obstacle);
            Assert.Equal(20_000, Leaked(dump));
            Assert.Empty(Copies(target));   // held open, without a name
        }

        using var copy = HeapCopy.Take(target.Id, new LiveOptions { MaxFreeze = TimeSpan.FromMinutes(1) }, null, TestContext.Current.CancellationToken);
        Assert.Null(copy.Freeze!.Obstacle);
        Assert.Equal(20_000, Leaked(copy));
    }

    [Fact]
    public void What_a_killed_reader_left_is_swept_away_and_what_a_living_one_holds_is_not()
    {
        using var target = new LeakTargetContainer("NoLeak", "300m");
        var dead = Directory.CreateDirectory(Path.Combine(target.TemporaryFolder, $"heapgraph-1-{Guid.NewGuid():N}")).FullName;
        File.WriteAllText(Path.Combine(dead, "heap.dmp"), "half");
        Directory.SetLastWriteTimeUtc(dead, DateTime.UtcNow.AddHours(-1));
        using var held = ThisHost.Is.OwnDumpOf(target.Id);
        Directory.SetLastWriteTimeUtc(Copies(target).Single(folder => folder != dead), DateTime.UtcNow.AddHours(-1));
        using (ThisHost.Is.OwnDumpOf(target.Id))
        {
            Assert.False(Directory.Exists(dead));
            Assert.Equal(2, Copies(target).Length);
        }

        Assert.Single(Copies(target));
    }

    [Fact]
    public void A_full_temporary_folder_of_the_process_is_told_before_it_writes()
    {
        Assert.SkipUnless(LeakTargetContainer.IsSeparate, LeakTargetContainer.IsNotSeparate);
        using var target = new LeakTargetContainer("NoLeak", "1m");
        var refused = Assert.Throws<HeapReadException>(() => ProcessDump.Take(target.Id, Obstacle, null, TestContext.Current.CancellationToken));
        Assert.Contains("its temporary folder", refused.Message, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", refused.Hint, StringComparison.Ordinal);
        Assert.Empty(Copies(target));
        Assert.True(target.IsRunning);
    }

    [Fact]
    public void A_signal_that_comes_while_the_process_is_frozen_is_not_lost()
    {
        // No child of ours, whose stop .NET would take for its end; and no first process of a namespace, which is deaf to SIGTERM.
        using var target = new LeakTargetContainer("NoLeak", "10m", isWanted: false);
        var tracer = new Thread(() =>
        {
            using var threads = FrozenThreads.Stop(target.Id, () => { });
            using var kill = Process.Start("kill", $"-TERM {target.Id}");
            kill.WaitForExit();
        });
        tracer.Start();
        tracer.Join();
        Assert.True(SpinWait.SpinUntil(() => HasEnded(target.Id), TimeSpan.FromSeconds(60)), "The process took no notice of SIGTERM.");
    }

    private static bool HasEnded(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string[] Copies(LeakTargetContainer target) => Directory.GetDirectories(target.TemporaryFolder, "heapgraph-*");

    private static long Leaked(IHeapCopy copy)
    {
        var counts = copy.Reader().CountTypes(new HeapReadOptions(GraphParts.Objects), null, TestContext.Current.CancellationToken);
        return counts.ObjectsByType[counts.Types.Index().Single(pair => pair.Item.Name == "MyBigFatObject").Index];
    }
}
