using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Live;

/// <summary>What a thread does in the kernel while its process is frozen.</summary>
[Collection(LiveCollection.Name)]
[SupportedOSPlatform("linux")]
[NotQuick]
public sealed class FrozenThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // clone(CLONE_VFORK | SIGCHLD): the parent sleeps in the kernel, deaf to signals, until its child is gone.
    private static readonly string WaitForChild =
        $"my $child = syscall({(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 220 : 56)}, 0x4011, 0, 0, 0, 0); sleep 1000 unless $child; $| = 1; print \"awake\\n\"; sleep 1000";

    [Fact]
    public void A_thread_that_waits_in_the_kernel_holds_nothing_up_and_stops_before_it_goes_on()
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "perl -e \"$0\" & echo $!; wait", WaitForChild]) { RedirectStandardOutput = true })!;
        var process = int.Parse(shell.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        try
        {
            Assert.True(SpinWait.SpinUntil(() => ChildrenOf(process).Length > 0 && StateOf(process) == 'D', Patience));
            var child = int.Parse(ChildrenOf(process), CultureInfo.InvariantCulture);
            byte[] registers = [];
            var stateWhenAwake = 'D';
            var tracer = new Thread(() =>
            {
                var clock = Stopwatch.StartNew();
                using var threads = FrozenThreads.Stop(process, () => Assert.True(clock.Elapsed < Patience));
                registers = threads.Ids.Contains(process) && !threads.CanLetGo() ? threads.GeneralRegisters(process) : [];
                Kill(child);
                SpinWait.SpinUntil(() => (stateWhenAwake = StateOf(process)) == 't', Patience);   // on its way there it runs in the kernel
            });
            tracer.Start();
            tracer.Join();
            Assert.Contains(registers, part => part != 0);
            Assert.Equal('t', stateWhenAwake);
            Assert.Equal("awake", shell.StandardOutput.ReadLine());
        }
        finally
        {
            Kill(process);
            shell.WaitForExit();
        }
    }

    private static string ChildrenOf(int process) => File.ReadAllText($"/proc/{process}/task/{process}/children");

    private static char StateOf(int process)
    {
        var facts = File.ReadAllText($"/proc/{process}/stat");
        return facts[facts.LastIndexOf(')') + 2];
    }

    private static void Kill(int process)
    {
        Signal.Send("KILL", process);
    }
}
