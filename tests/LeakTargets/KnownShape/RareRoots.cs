// Kinds of root that are easy to lose:
//
//   static KnownShape.RareRoots.Struct             -> Inner, boxed -> Deep.Reference -> HeldByStaticStruct
//   static KnownShape.Generic<string>.Value        -> HeldByStaticOfReferenceType
//   thread static RareRoots.OfSecondThread         -> HeldBySecondThread          a thread called "second"
//   `ref` local of RareRoots.Hold, there           -> inside HeldByInteriorPointer, which nothing else holds
//   finalizer queue -> WaitsForFinalizer -> Reference -> HeldByFinalizerQueue     the finalizer thread is blocked for ever
namespace KnownShape;

class HeldByStaticStruct; class HeldByStaticOfReferenceType; class HeldBySecondThread; class HeldByFinalizerQueue;
class HeldByInteriorPointer { public int Number = 1; }

class WaitsForFinalizer
{
    public object? Reference = new HeldByFinalizerQueue();

    ~WaitsForFinalizer() => Reference = null;
}

static class RareRoots
{
    public static Inner Struct = new() { Deep = new Deep { Reference = new HeldByStaticStruct() } };
    [ThreadStatic] static object? OfSecondThread;

    static readonly ManualResetEventSlim Holds = new();
    static readonly ManualResetEventSlim FinalizersBlocked = new();

    public static void Make()
    {
        Generic<string>.Value = new HeldByStaticOfReferenceType();
        new Thread(Hold) { IsBackground = true, Name = "second" }.Start();
        Holds.Wait();

        Drop(() => new BlocksFinalizers());
        FinalizersBlocked.Wait();
        Drop(() => new WaitsForFinalizer());
    }

    static void Hold()
    {
        OfSecondThread = new HeldBySecondThread();
        ref var inside = ref new HeldByInteriorPointer().Number;
        Holds.Set();
        Thread.Sleep(Timeout.Infinite);
        inside++;
    }

    // The stack of a thread that has ended holds nothing.
    static void Drop(Func<object> make)
    {
        var thread = new Thread(() => make());
        thread.Start();
        thread.Join();
        GC.Collect();
    }

    class BlocksFinalizers
    {
        ~BlocksFinalizers()
        {
            FinalizersBlocked.Set();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
