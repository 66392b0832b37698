using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Survivors;

/// An object that is watched: its label, and weak handles to it by their addresses.
class Watched(string label, nint shortHandle, nint longHandle)
{
    public string Label = label;
    public nint Short = shortHandle, Long = longHandle;
}

/// What stands for any object of a program.
class Made
{
    public object? Held;
    public long Number = 1;
}

static class Watch
{
    public static Watched[] All = [];
    static List<Watched> made = [];

    public static T That<T>(string label, T what) where T : class
    {
        made.Add(new Watched(
            label, GCHandle.ToIntPtr(GCHandle.Alloc(what, GCHandleType.Weak)), GCHandle.ToIntPtr(GCHandle.Alloc(what, GCHandleType.WeakTrackResurrection))));
        return what;
    }

    public static Made New(string label, object? held = null) => That(label, new Made { Held = held });

    public static void Finish() => (All, made) = ([.. made], []);

    /// Runs on a thread of its own, whose stack then is gone.
    public static void Apart(Action make)
    {
        var thread = new Thread(() => make());
        thread.Start();
        thread.Join();
    }

    /// Runs on a thread of its own that never ends.
    public static void Staying(string name, Action<Action> stay)
    {
        using var stands = new ManualResetEventSlim();
        var thread = new Thread(() => stay(() =>
        {
            stands.Set();
            Thread.Sleep(Timeout.Infinite);
        })) { IsBackground = true, Name = name };
        thread.Start();
        stands.Wait();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Collect()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }
}
