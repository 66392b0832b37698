// What stacks, thread statics and the runtime's own frames hold.
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Survivors;

static class Threads
{
    [ThreadStatic] static object? perThread;
    [ThreadStatic] internal static (int, object) PerThreadStruct;
    static readonly AsyncLocal<object> Flowing = new();
    static readonly ThreadLocal<object> Local = new();
    static readonly List<object> Kept = [];

    public static void Make()
    {
        Watch.Apart(() =>
        {
            perThread = Watch.New("thread static of a thread that has ended");
            Local.Value = Watch.New("ThreadLocal of a thread that has ended");
            Flowing.Value = Watch.New("AsyncLocal of a thread that has ended");
            GC.KeepAlive(new Thread(new Closure { Held = Watch.New("argument of a thread that never started") }.Run));
            Kept.Add(new Thread(new Closure { Held = Watch.New("argument of a thread that is kept but never started") }.Run));
        });
        Watch.Staying("statics", SetStatics);
        Watch.Staying("locals", HoldLocals);
        Watch.Staying("emitted", RunEmitted);
    }

    static void SetStatics(Action stay)
    {
        SetAll();
        stay();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void SetAll()
        {
            perThread = Watch.New("thread static");
            PerThreadStruct = (1, Watch.New("thread static in a struct"));
            Generic<int>.PerThread = Watch.New("thread static of a generic type");
            Local.Value = Watch.New("ThreadLocal");
            Flowing.Value = Watch.New("AsyncLocal");
        }
    }

    static unsafe void HoldLocals(Action stay)
    {
        var local = Watch.New("local");
        ref var number = ref Watch.New("local that points inside").Number;
        var span = Watch.That("array of a span", new byte[100]).AsSpan(10, 10);
        fixed (byte* pinned = Watch.That("array that is fixed", new byte[100]))
        {
            lock (Watch.New("object that is locked"))
            {
                stay();
                number += *pinned + span[0] + local.Number;
            }
        }
    }

    // Nothing refers to the method but the frame that runs it.
    static void RunEmitted(Action stay) => Emitted(stay)(stay);

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Action<Action> Emitted(Action stay)
    {
        var method = new DynamicMethod("Emitted", null, [typeof(Action)], typeof(Threads).Module);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Callvirt, typeof(Action).GetMethod("Invoke")!);
        code.Emit(OpCodes.Ret);
        return Watch.That("delegate of an emitted method that runs", method.CreateDelegate<Action<Action>>());
    }

    class Closure
    {
        public object? Held;
        public void Run() => GC.KeepAlive(Held);
    }

    static class Generic<T>
    {
        [ThreadStatic] public static object? PerThread;
    }
}
