// Objects with finalizers: ready to be finalized, resurrected, done.
using System.Runtime.ConstrainedExecution;

namespace Survivors;

static class Finalizers
{
    static readonly List<object> Resurrected = [];
    static readonly ManualResetEventSlim Blocked = new();

    public static void Make()
    {
        Watch.Apart(() =>
        {
            Watch.That("resurrected", new Resurrects { Held = Watch.New("what a resurrected object holds") });
            Watch.That("resurrected and dropped again", new Resurrects { IsDropped = true });
            Watch.That("finalized", new Finalized());
        });
        Watch.Collect();
        Resurrected.RemoveAll(one => ((Resurrects)one).IsDropped);
        Watch.Apart(() => Resurrected.Add(Watch.That("finalizable object that lives", new Finalized { Held = Watch.New("what it holds") })));

        Watch.Apart(() => new Blocks());
        GC.Collect();
        Blocked.Wait();
        Watch.Apart(() =>
        {
            Watch.That("ready to be finalized", new Finalized { Held = Watch.New("what an object holds that is ready to be finalized") });
            Watch.That("ready to be finalized critically", new Critical { Held = Watch.New("what an object holds that is ready to be finalized critically") });
        });
        GC.Collect();
        Watch.Apart(() =>
        {
            Watch.That("finalizable object that was dropped", new Finalized { Held = Watch.New("what a finalizable object holds that was dropped") });
            var done = Watch.That("dropped, its finalizer suppressed", new Finalized());
            GC.SuppressFinalize(done);
        });
    }

    class Finalized
    {
        public object? Held;
        ~Finalized() => Held = null;
    }

    class Critical : CriticalFinalizerObject
    {
        public object? Held;
        ~Critical() => Held = null;
    }

    class Resurrects
    {
        public object? Held;
        public bool IsDropped;
        ~Resurrects() => Resurrected.Add(this);
    }

    class Blocks
    {
        ~Blocks()
        {
            Blocked.Set();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
