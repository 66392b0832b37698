// What GC handles hold, also of the kinds that only the runtime itself makes.
using System.Collections;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Survivors;

static unsafe class Handles
{
    // The number of the runtime (gcinterface.h).
    const int SizedRef = 8;

    static readonly List<object> Kept = [];
    static readonly List<nint> Wrappers = [];
    static readonly Callable Wrapping = new();

    public static void Make() => Watch.Apart(() =>
    {
        Kept.Add(GCHandle.Alloc(Watch.New("strong handle")));
        Kept.Add(GCHandle.Alloc(Watch.That("pinned handle", new byte[10]), GCHandleType.Pinned));
        Kept.Add(GCHandle.Alloc(Watch.New("weak handle"), GCHandleType.Weak));
        Kept.Add(GCHandle.Alloc(Watch.New("long weak handle"), GCHandleType.WeakTrackResurrection));
        Kept.Add(new WeakReference(Watch.New("WeakReference")));
        Kept.Add(new WeakReference<Made>(Watch.New("WeakReference<T>"), trackResurrection: true));
        GCHandle.Alloc(Watch.New("strong handle that was freed")).Free();
        Internal(Watch.New("sized ref handle"), SizedRef);
        Overlapped();
        var delegated = Watch.That("delegate that only native code has", new Action(Nothing));
        Marshal.GetFunctionPointerForDelegate(delegated);
        Counted();
    });

    static void Nothing() { }

    static void Internal(object held, int kind)
    {
        var method = typeof(GCHandle).GetMethod("InternalAlloc", BindingFlags.Static | BindingFlags.NonPublic)!;
        Kept.Add(method.Invoke(null, [held, Enum.ToObject(method.GetParameters()[1].ParameterType, kind)])!);
    }

    static void Overlapped()
    {
        var overlapped = new Overlapped { AsyncResult = new Result { Held = Watch.New("result of an overlapped operation") } };
        Kept.Add((nint)overlapped.UnsafePack(null, Watch.That("buffer of an overlapped operation", new byte[10])));
    }

    // Native code holds one wrapper, and has let the other go.
    static void Counted()
    {
        Wrappers.Add(Wrapping.GetOrCreateComInterfaceForObject(Watch.New("object that native code counts"), CreateComInterfaceFlags.None));
        Marshal.Release(Wrapping.GetOrCreateComInterfaceForObject(Watch.New("object that native code has let go"), CreateComInterfaceFlags.None));
    }

    class Result : IAsyncResult
    {
        public object? Held;
        public object? AsyncState => Held;
        public WaitHandle AsyncWaitHandle => null!;
        public bool CompletedSynchronously => false;
        public bool IsCompleted => false;
    }

    class Callable : ComWrappers
    {
        static readonly ComInterfaceEntry* Entries = MakeEntries();

        static ComInterfaceEntry* MakeEntries()
        {
            GetIUnknownImpl(out var query, out var add, out var release);
            var table = (nint*)NativeMemory.Alloc(3, (nuint)sizeof(nint));
            (table[0], table[1], table[2]) = (query, add, release);
            var entries = (ComInterfaceEntry*)NativeMemory.Alloc((nuint)sizeof(ComInterfaceEntry));
            (entries->IID, entries->Vtable) = (new Guid("7a2f4c1e-0b7d-4f3e-9a55-1d9f3f0c8e21"), (nint)table);
            return entries;
        }

        protected override ComInterfaceEntry* ComputeVtables(object wrapped, CreateComInterfaceFlags flags, out int count)
        {
            count = 1;
            return Entries;
        }

        protected override object CreateObject(nint native, CreateObjectFlags flags) => throw new NotSupportedException();

        protected override void ReleaseObjects(IEnumerable objects) => throw new NotSupportedException();
    }
}
