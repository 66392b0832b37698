using System.Globalization;
using HeapGraph.Core.Files;
using Xunit;

namespace HeapGraph.Core.Tests.Files;

/// <summary>What is written is there whole or not at all, and nobody who shares the folder gets between.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atomic");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_failure_half_way_keeps_the_old_file_and_leaves_nothing_else()
    {
        File.WriteAllText(At("table.txt"), "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(At("table.txt"), file =>
        {
            file.Write("half"u8);
            throw new IOException("disk full");
        }));
        Assert.Equal("old", File.ReadAllText(At("table.txt")));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void A_symbolic_link_is_replaced_and_what_it_led_to_stays()
    {
        File.WriteAllText(At("precious.dmp"), "old");
        File.CreateSymbolicLink(At("link.dmp"), At("precious.dmp"));
        AtomicFile.WriteText(At("link.dmp"), "new");
        Assert.Equal("old", File.ReadAllText(At("precious.dmp")));
        Assert.Equal("new", File.ReadAllText(At("link.dmp")));
        Assert.Null(new FileInfo(At("link.dmp")).LinkTarget);
    }

    [Fact]
    public void A_failure_names_the_file_as_the_user_did()
    {
        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(At("table.txt"), _ => throw new IOException("No space left on device")));
        Assert.Equal($"No space left on device : '{At("table.txt")}'", failure.Message);
    }

    [Fact]
    public void A_link_planted_at_the_name_that_the_process_id_tells_is_not_followed()
    {
        var (path, pid) = (At("report.json"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(At("victim"), "precious");
        File.CreateSymbolicLink($"{path}.{pid}.tmp", At("victim"));
        AtomicFile.WriteText(path, "whole");
        Assert.Equal("precious", File.ReadAllText(At("victim")));
        Assert.Equal("whole", File.ReadAllText(path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_its_owner_may_read_it_whatever_stood_there_before(bool isThere)
    {
        if (isThere)
        {
            foreach (var planted in (string[])[At("report.json"), $"{At("report.json")}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.tmp"])
            {
                File.WriteAllText(planted, "planted");
                SetMode(planted, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
            }
        }

        AtomicFile.WriteText(At("report.json"), "whole");
        Assert.Equal("whole", File.ReadAllText(At("report.json")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("report.json")));
        }
    }

    [Fact]
    public void A_folder_that_is_swapped_meanwhile_gets_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere folders are not held open.");
        var (before, after) = (Directory.CreateDirectory(At("folder")).FullName, At("moved"));
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(At("victim")).FullName, "report.json"), "precious");
        AtomicFile.Fill(Path.Combine(before, "report.json"), file =>
        {
            RandomAccess.Write(file.Content, "whole"u8, 0);
            Directory.Move(before, after);
            Directory.CreateSymbolicLink(before, At("victim"));
        });
        Assert.Equal("precious", File.ReadAllText(Path.Combine(At("victim"), "report.json")));
        Assert.Equal("whole", File.ReadAllText(Path.Combine(after, "report.json")));
    }

    [Fact]
    public void Until_it_is_finished_there_is_nothing_that_a_kill_could_leave()
    {
        using var file = AtomicFile.Begin(At("heap.dmp"));
        Assert.SkipWhen(_folder.GetFiles(".heapgraph-*").Length > 0, "This file system has no files without a name.");
        RandomAccess.Write(file.Content, "half"u8, 0);
        Assert.Empty(_folder.GetFileSystemInfos());
        file.Finish();
        Assert.Equal(["heap.dmp"], _folder.GetFiles().Select(left => left.Name));
    }

    [Fact]
    public void What_a_killed_process_has_left_where_files_need_a_name_is_deleted_and_nothing_else()
    {
        string[] names = [".heapgraph-4194303-1", ".heapgraph-1-4194303", "a.json.4194303.tmp"];
        foreach (var name in names)
        {
            File.WriteAllText(At(name), "half");
        }

        File.CreateSymbolicLink(At(".heapgraph-4194303-2"), At("a.json.4194303.tmp"));
        LeftFiles.DeleteLeftBy(4194303, _folder.FullName);
        Assert.Equal([".heapgraph-1-4194303", ".heapgraph-4194303-2", "a.json.4194303.tmp"], _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_an_earlier_run_has_left_goes_once_it_is_old()
    {
        foreach (var name in (string[])[".heapgraph-1-old", "b.json"])
        {
            File.WriteAllText(At(name), "half");
            File.SetLastWriteTimeUtc(At(name), DateTime.UtcNow.AddHours(-1));
        }

        File.WriteAllText(At(".heapgraph-2-new"), "somebody is just writing it");
        LeftFiles.Sweep(_folder.FullName);
        Assert.Equal([".heapgraph-2-new", "b.json"], _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Content_of_another_file_is_taken_over()
    {
        File.WriteAllText(At("copy"), "all of it");
        using (var copy = File.OpenHandle(At("copy")))
        {
            AtomicFile.Fill(At("heap.dmp"), file => file.Take(copy, TestContext.Current.CancellationToken));
        }

        File.Delete(At("copy"));
        Assert.Equal("all of it", File.ReadAllText(At("heap.dmp")));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("/dev/stdout", true)]
    [InlineData("/proc/self/fd/1", true)]
    [InlineData("/dev/shm/a.json", false)]
    [InlineData("/dev/../tmp/a.json", false)]
    [InlineData("/proc/1/root/tmp/a.json", false)]
    public void Devices_are_written_to_and_files_are_replaced(string path, bool isDevice) => Assert.Equal(isDevice, AtomicFile.IsDevice(path));

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
