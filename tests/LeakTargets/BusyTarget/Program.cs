// Never at rest: W workers (first argument, 8) allocate all the time, small and large, keep a little and check what they keep;
// threads start and end; garbage collections of every generation. A ticker records how long nothing ran.
// The second argument is the megabytes (0) that stand still beside that, as 48-byte Ballast objects in a chain per thousand;
// the third one the megabytes (0) of native memory, by malloc and written to, half of it in blocks of 64 KB and half in blocks of 1 MB.
//
//   static Busy.Kept -> List<Kept>[W] -> Kept (Number, Pattern -> byte[16]): only added to, 100,000 each at most
//   static Busy.Ballast -> Ballast[][] -> Ballast -> Ballast ...
//   static Busy.Blocks -> IntPtr[]
//
//   count   "counted D S F": D kept for certain before this line, S at most, F checks that failed
//   gap     "gap G": the longest time in milliseconds between two ticks since the last "gap"
using System.Diagnostics;
using System.Runtime.InteropServices;

var workers = args.Length > 0 ? int.Parse(args[0]) : 8;
var megabytes = args.Length > 1 ? int.Parse(args[1]) : 0;
Busy.Ballast = new Ballast[megabytes][];
Parallel.For(0, megabytes, index => Busy.Ballast[index] = Ballast.OneMegabyte());
Busy.Blocks = args.Length > 2 ? Busy.NativeMemory(int.Parse(args[2])) : [];
Busy.Kept = [.. Enumerable.Range(0, workers).Select(_ => new List<Kept>())];
for (var worker = 0; worker < workers; worker++)
{
    var own = worker;
    new Thread(() => Busy.Work(own)) { IsBackground = true, Name = $"worker {own}" }.Start();
}

new Thread(Busy.Tick) { IsBackground = true, Name = "ticker", Priority = ThreadPriority.Highest }.Start();
if (workers > 0)
{
    new Thread(Busy.Restless) { IsBackground = true, Name = "restless" }.Start();
}

Console.WriteLine($"ready {Environment.ProcessId}");
while (Console.ReadLine() is { } command && command != "exit")
{
    Console.WriteLine(command switch
    {
        "count" => $"counted {Interlocked.Read(ref Busy.Done)} {Interlocked.Read(ref Busy.Started)} {Interlocked.Read(ref Busy.Failures)}",
        "gap" => $"gap {Interlocked.Exchange(ref Busy.LongestGap, 0) * 1000.0 / Stopwatch.Frequency:0.0}",
        _ => $"unknown {command}",
    });
}

static class Busy
{
    private const int Most = 100_000;

    public static List<Kept>[] Kept = [];
    public static Ballast[][] Ballast = [];
    public static nint[] Blocks = [];
    public static long Started;
    public static long Done;
    public static long Failures;
    public static long LongestGap;

    public static nint[] NativeMemory(int megabytes)
    {
        var content = new byte[1 << 20];
        new Random(megabytes).NextBytes(content);
        return [.. Enumerable.Repeat(64 << 10, megabytes * 8).Concat(Enumerable.Repeat(1 << 20, megabytes / 2)).Select(size =>
        {
            var block = Marshal.AllocHGlobal(size);
            Marshal.Copy(content, 0, block, size);
            return block;
        })];
    }

    public static void Work(int worker)
    {
        var kept = Kept[worker];
        var random = new Random(worker);
        object? passing = null;
        for (var step = 0; ; step++)
        {
            passing = (step % 1000) switch
            {
                0 => new byte[100_000],
                < 300 => new object[random.Next(100)],
                < 600 => new string('x', random.Next(200)),
                _ => new Tuple<object?, int>(step % 64 == 0 ? null : passing, step),
            };
            if (step % 500 == 0 && kept.Count < Most)
            {
                Interlocked.Increment(ref Started);
                kept.Add(new Kept(kept.Count));
                Interlocked.Increment(ref Done);
            }

            if (step % 100 == 0 && kept.Count > 0 && !kept[random.Next(kept.Count)].IsWhole)
            {
                Interlocked.Increment(ref Failures);
            }
        }
    }

    public static void Tick()
    {
        for (var last = Stopwatch.GetTimestamp(); ; )
        {
            Thread.Sleep(1);
            var now = Stopwatch.GetTimestamp();
            if (now - last > Interlocked.Read(ref LongestGap))
            {
                Interlocked.Exchange(ref LongestGap, now - last);
            }

            last = now;
        }
    }

    public static void Restless()
    {
        for (var round = 0; ; round++)
        {
            var thread = new Thread(() => GC.KeepAlive(new byte[1000]));
            thread.Start();
            if (round % 20 == 0)
            {
                GC.Collect(round / 20 % 3, GCCollectionMode.Forced, blocking: round % 40 == 0);
            }

            Thread.Sleep(2);
        }
    }
}

class Kept(int number)
{
    public int Number = number;
    public byte[] Pattern = [.. Enumerable.Repeat((byte)number, 16)];

    public bool IsWhole => Pattern.All(one => one == (byte)Number);
}

class Ballast(Ballast? next, long value)
{
    public Ballast? Next = next;
    public long Value = value;
    public long Second = value, Third = value;

    public static Ballast[] OneMegabyte()
    {
        var chains = new Ballast[21];
        for (var index = 0; index < chains.Length * 1000; index++)
        {
            chains[index % chains.Length] = new Ballast(chains[index % chains.Length], index);
        }

        return chains;
    }
}
