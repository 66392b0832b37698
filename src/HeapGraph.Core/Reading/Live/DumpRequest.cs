using System.Diagnostics;
using HeapGraph.Core.Reading.Live.Hosts;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Core.Reading.Live;

/// <summary>Has a process write its dump, and waits for no longer than there is hope.</summary>
/// <remarks>Whoever listens at the socket may be stuck, or somebody who never answers.</remarks>
/// <param name="dump">The dump.</param>
/// <param name="patience">How long it may stay as it is.</param>
internal sealed class DumpRequest(IOwnDump dump, TimeSpan patience)
{
    private const int StandingStill = 10;   // times as patient: what is to be dumped is gathered before the first byte is written
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Long enough for a machine that has much else to do.</summary>
    public static TimeSpan UsualPatience { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Waits until the dump is written.</summary>
    /// <param name="progress">Told how much is written.</param>
    /// <param name="mostBytes">At most how many bytes there will be.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="TimeoutException">It does not get any further.</exception>
    /// <exception cref="DiagnosticsClientException">The process did not write it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process runs on.</exception>
    public void Await(IProgress<HeapReadProgress>? progress, long mostBytes, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        // The client throws on cancellation while the process still writes: to a file whose name is gone by then.
        var asked = Task.Run(() => dump.Client.WriteDumpAsync(DumpType.WithHeap, dump.Inside, WriteDumpFlags.None, end.Token), CancellationToken.None);
        var (written, since) = (0L, Stopwatch.StartNew());
        while (Task.WaitAny([asked], (int)Step.TotalMilliseconds, cancellation) < 0)
        {
            var bytes = dump.Bytes;
            progress?.Report(new HeapReadProgress("The process writes a dump of itself", bytes, Math.Max(bytes, mostBytes), "bytes"));
            if (bytes != written)
            {
                written = bytes;
                since.Restart();
            }
            else if (since.Elapsed > patience && (since.Elapsed > StandingStill * patience || !dump.IsBeingTaken))
            {
                end.Cancel();
                throw new TimeoutException($"it was asked to, and wrote nothing {(written > 0 ? "more " : "")}for {since.Elapsed.TotalSeconds:0} s");
            }
        }

        asked.GetAwaiter().GetResult();
    }
}
