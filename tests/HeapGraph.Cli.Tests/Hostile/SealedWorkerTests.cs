using System.Globalization;
using System.Runtime.Versioning;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests.Hostile;

/// <summary>What loads the DAC has no rights: whatever a hostile one tries fails, and each command works all the same.</summary>
[Collection("Live processes")]
[SupportedOSPlatform("linux")]
[NotQuick, AsInstalled]
public sealed class SealedWorkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_a_hostile_DAC_tries_fails() => TriesInVain(dac => ToolProcess.Run("common", LeakTargetDumps.Heap("NoLeak"), "--dac", dac));

    /// <summary>One native file may lie anywhere, such as among somebody's own files.</summary>
    [Fact]
    public void It_reads_no_files_that_lie_beside_the_program() =>
        TriesInVain(dac => ToolProcess.RunCopy(BuiltTool.CopyTo(_folder.Path), "common", LeakTargetDumps.Heap("NoLeak"), "--dac", dac));

    [Fact]
    public void Where_a_process_writes_a_dump_of_itself_it_tries_in_vain_too()
    {
        Assert.SkipUnless(ConfinedTool.MayTrace, ConfinedTool.MayNotTrace);
        using var target = LeakTarget.Start("NoLeak");
        TriesInVain(dac => ConfinedTool.WithoutTracing("common", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "--dac", dac));
    }

    [Fact]
    public void A_DAC_that_others_could_have_put_there_is_loaded_without_rights()
    {
        Assert.SkipUnless(HostileLibrary.CanBeMade, HostileLibrary.CanNotBeMade);
        var folder = HostileRuntime.FolderBelow(_folder.Path);
        HostileRuntime.Plant(folder, _folder.At("loaded"));
        HostileRuntime.WriteDump(_folder.At("app.dmp"), folder);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        var run = ToolProcess.Run("common", _folder.At("app.dmp"));
        Assert.Contains($"The DAC '{folder}/{HostileRuntime.Dac}' does not open this dump", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("loaded")));
    }

    [Fact]
    public void A_process_in_a_container_is_read_with_the_DAC_of_its_own_runtime()
    {
        Assert.SkipUnless(HostileLibrary.CanBeMade, HostileLibrary.CanNotBeMade);
        Assert.SkipUnless(LeakTargetContainer.IsSeparate, LeakTargetContainer.IsNotSeparate);
        HostileRuntime.Plant(_folder.Path, _folder.At("loaded"));
        using var target = new LeakTargetContainer(
            "BigFatLeak", "10m", before: $"mount --bind '{_folder.At(HostileRuntime.Library)}' '{HostileRuntime.InstalledFolder}/{HostileRuntime.Library}' && ");
        var run = ToolProcess.Run("common", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "--type", "MyBigFatObject", "--format", "csv");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("20000", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refs.png")]
    [InlineData("refs.html")]
    [InlineData("refs.json")]
    public void A_file_is_written_in_a_folder_that_only_its_owner_may_enter(string name)
    {
        var run = ToolProcess.Run("backrefs", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "--limit", "1", "-o", _folder.At(name));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(new FileInfo(_folder.At(name)).Length > 500);
        Assert.Equal([_folder.At(name)], Directory.GetFiles(_folder.Path));
    }

    private void TriesInVain(Func<string, CommandRun> runs)
    {
        Assert.SkipUnless(HostileLibrary.CanBeMade, HostileLibrary.CanNotBeMade);
        var (planted, kept) = (_folder.At("planted"), _folder.File("kept", "kept"u8));
        HostileLibrary.Compile(_folder.At(HostileRuntime.Dac), Attempts(planted, kept));
        var run = runs(_folder.At(HostileRuntime.Dac));
        Assert.Equal(3, run.ExitCode);
        var said = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("tried on 2 threads", said[^1]);
        Assert.DoesNotContain(said, line => line.EndsWith(" succeeded", StringComparison.Ordinal));
        Assert.True(said.Length > 30, run.Output);
        Assert.False(File.Exists(planted));
        Assert.Equal("kept", File.ReadAllText(kept));
    }

    /// <summary>Says of each attempt whether it succeeded.</summary>
    private static string Attempts(string planted, string kept) => $$"""
        #define _GNU_SOURCE
        #include <errno.h>
        #include <fcntl.h>
        #include <pthread.h>
        #include <signal.h>
        #include <stdio.h>
        #include <string.h>
        #include <sys/ioctl.h>
        #include <sys/prctl.h>
        #include <sys/ptrace.h>
        #include <sys/resource.h>
        #include <sys/socket.h>
        #include <sys/stat.h>
        #include <sys/syscall.h>
        #include <sys/uio.h>
        #include <sys/un.h>
        #include <sys/wait.h>
        #include <unistd.h>

        static void said(const char *what, long result)
        {
            char line[200];
            int length = snprintf(line, sizeof line, "%s %s\n", what, result >= 0 ? "succeeded" : "failed");
            write(1, line, length);
        }

        static void child(const char *what, pid_t pid)
        {
            if (pid == 0) _exit(0);
            said(what, pid);
            if (pid > 0) waitpid(pid, 0, 0);
        }

        static void *attempt(void *unused)
        {
            char memory[8];
            pid_t parent = getppid();
            struct iovec here = { memory, 8 }, there = { (void *)attempt, 8 };
            char *arguments[] = { "/bin/true", 0 };
            int pipes[2];
            pipe(pipes);
            said("reading /etc/shadow", open("/etc/shadow", O_RDONLY));
            said("reading a secret by way of a link", open("/proc/self/root/etc/shadow", O_RDONLY));
            said("reading what the parent was started with", open("/proc/1/environ", O_RDONLY));
            said("reading a file that it was not started for", open("{{kept}}", O_RDONLY));
            said("making a file", open("{{planted}}", O_CREAT | O_WRONLY, 0666));
            said("writing to a file", open("{{kept}}", O_WRONLY | O_TRUNC));
            said("making a file without a name", open("/tmp", O_TMPFILE | O_RDWR, 0600));
            said("changing a mode", chmod("{{kept}}", 0777));
            said("deleting", access("{{kept}}", F_OK) == 0 && unlink("{{kept}}") == 0 && access("{{kept}}", F_OK) != 0 ? 0 : -1);
            said("renaming", rename("{{kept}}", "{{planted}}"));
            said("linking", link("{{kept}}", "{{planted}}"));
            said("linking softly", symlink("/etc", "{{planted}}"));
            said("making a folder", mkdir("{{planted}}", 0777));
            said("leading the current folder away", chdir("/"));
            said("a socket", socket(AF_INET, SOCK_STREAM, 0));
            said("a local socket", socket(AF_UNIX, SOCK_STREAM, 0));
            said("a pair of sockets", socketpair(AF_UNIX, SOCK_STREAM, 0, pipes));
            said("tracing the parent", ptrace(PTRACE_SEIZE, parent, 0, 0));
            said("reading the parent's memory", process_vm_readv(parent, &here, 1, &there, 1, 0));
            said("writing the parent's memory", process_vm_writev(parent, &here, 1, &there, 1, 0));
            said("a hold on the parent", syscall(SYS_pidfd_open, parent, 0));
            said("a signal to the parent", kill(parent, 0));
            said("a signal to the parent's thread", syscall(SYS_tgkill, parent, parent, 0));
            said("a signal to all", kill(-1, 0));
            said("signals by way of a pipe", fcntl(pipes[0], F_SETOWN, parent));
            said("another signal for a pipe", fcntl(pipes[0], F_SETSIG, SIGKILL));
            said("typing into the terminal", ioctl(0, TIOCSTI, "x"));
            said("limits of the parent", prlimit(parent, RLIMIT_NOFILE, 0, 0));
            said("becoming root", syscall(SYS_setuid, 0) == 0 && geteuid() == 0 && getppid() != 1 && access("/root/.bashrc", W_OK) == 0 ? 0 : -1);
            said("becoming root again", setresuid(0, 0, 0));
            said("becoming root's group", setresgid(0, 0, 0));
            said("letting others trace us", prctl(PR_SET_DUMPABLE, 1));
            said("namespaces", syscall(SYS_unshare, 0x10000000));
            said("mounting", syscall(SYS_mount, "none", "/mnt", "tmpfs", 0, 0));
            said("another root folder", syscall(SYS_chroot, "/tmp"));
            said("a file by its handle", syscall(SYS_open_by_handle_at, -100, memory, O_RDONLY) >= 0 || errno == EBADF ? 0 : -1);
            said("opening in a newer way", syscall(437, -100, "/etc/passwd", memory, 24));
            said("a ring of system calls", syscall(425, 1, memory) >= 0 || errno == EFAULT ? 0 : -1);
            said("a program for the kernel", syscall(SYS_bpf, 0, memory, 8) >= 0 || errno == EINVAL ? 0 : -1);
            said("faults by hand", syscall(SYS_userfaultfd, 1));
            said("keys", syscall(SYS_keyctl, 0, -3, 0));
            said("a counter of events", syscall(SYS_perf_event_open, memory, 0, -1, -1, 0) >= 0 || errno == EFAULT || errno == EINVAL || errno == E2BIG ? 0 : -1);
            said("another filter", syscall(SYS_seccomp, 2, 0, memory));
            child("fork", syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
            child("vfork", vfork());
            said("running a program", execv(arguments[0], arguments));
            return 0;
        }

        __attribute__((constructor)) static void loaded(void)
        {
            pthread_t other;
            attempt(0);
            int threads = 1;
            if (pthread_create(&other, 0, attempt, 0) == 0 && pthread_join(other, 0) == 0) threads++;
            dprintf(1, "tried on %d threads\n", threads);
        }
        """;
}
