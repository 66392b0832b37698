using HeapGraph.Core.Analysis.Threads;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>Threads in which each thing that is told of one occurs.</summary>
internal static class PresentedThreads
{
    private static readonly HeapType Account = new("Shop.Account", "Account", "Shop");
    private static readonly HeapFrame[] InMonitor = [new("System.Threading.Monitor.Enter", null), new("Shop.Bank.Move", "Bank.cs:42"), new("lambda in Shop.Bank..ctor", null)];

    public static HeapException Boom { get; } = new("System.InvalidOperationException", "boom -1", 0x9000)
    {
        HResult = unchecked((int)0x80131509),
        Frames = [new("Shop.Till.Close", "Till.cs:7"), new("Program.Main", null)],
        Inner = [new("System.IO.FileNotFoundException", null, 0x9100) { HResult = unchecked((int)0x80070002) }],
        InnerLeftOut = 2,
        FramesLeftOut = 40,
    };

    public static HeapDeath Death { get; } = new(6, 4_011) { ThreadId = 1, Unhandled = Boom, At = Boom.Frames[0] };

    public static ThreadReport Report { get; } = Of(
        new HeapThread(1, 4_011)
        {
            Frames = [.. Enumerable.Repeat(new HeapFrame("Shop.Till.Close", "Till.cs:7"), 3), new("Shop.Till.Count", null)], FramesLeftOut = 252_000, OuterFrames = [new("Program.Main", null)], Exception = Boom, Retained = new(3, 4_096),
        },
        new HeapThread(2, 4_012) { Traits = HeapThreadTraits.Background | HeapThreadTraits.Finalizer, Unread = "the runtime's own library (DAC) crashes on it" },
        new HeapThread(5, 4_015)
        {
            Name = "left", Frames = InMonitor, WaitsFor = Lock(0x2000, 6),
            Holds = [new(HeapLockKind.Monitor, 0x1000, Account, 5) { Entered = 2, Waiters = [6, 7] }, new(HeapLockKind.Writer, 0x3000, Account, 5)],
        },
        new HeapThread(6, 4_016) { Name = "right", Frames = InMonitor, WaitsFor = Lock(0x1000, 5), Holds = [new(HeapLockKind.Monitor, 0x2000, Account, 6) { Waiters = [5] }] },
        new HeapThread(7, 4_017) { Frames = InMonitor, WaitsFor = Lock(0x1000, 5) },
        new HeapThread(8, 4_018) { Frames = [new("System.Threading.Thread.Sleep", null)], Traits = HeapThreadTraits.Background, WaitsFor = new(HeapWaitKind.Time, "System.Threading.Thread.Sleep") },
        new HeapThread(9, 4_019) { Traits = HeapThreadTraits.Background | HeapThreadTraits.Pool | HeapThreadTraits.Collector });

    /// <summary>Those of a dump that was made without its heap.</summary>
    public static ThreadReport WithoutHeap { get; } = Of(new HeapThread(1, 4_011) { Frames = [new("Program.Main", null)], Exception = Boom with { Message = null, Unread = "message" } }) with
    {
        Coverage = new HeapCoverage { HoldsHeap = false, Warnings = ["The dump holds no heap."] },
    };

    /// <summary>Some chains of async calls.</summary>
    public static AsyncReport Async { get; } = new(
        [
            new AsyncChains([new("Shop.Db.Query", "Db.cs:12"), new("System.Threading.Tasks.Task.WhenAll", null), new("Shop.Orders.LoadAll", "await 0")], "Task.Delay", "nobody awaits it", 1_200, 0x1000),
            new AsyncChains([new("lambda in Shop.Feed.Read", null)], "Task<int> of a TaskCompletionSource", "a thread blocks on it", 1, 0x2000),
        ],
        3, 1_204, 3_700, ObjectScope.Reachable, Report.Coverage);

    /// <summary>A report of some threads.</summary>
    public static ThreadReport Of(params HeapThread[] threads) =>
        new(threads, ThreadRings.In(threads), new HeapCoverage { BytesTotal = 4_096, BytesWalked = 4_096, Death = Death, Warnings = ["Something could not be read."] });

    private static HeapWait Lock(ulong address, int owner) => new(HeapWaitKind.Lock, InMonitor[0].Method) { Address = address, Type = Account, Owner = owner };
}
