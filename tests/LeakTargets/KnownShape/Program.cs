// One of each kind of reference and root. Every object to be found has a type of its own.
//
//   static KnownShape.Roots.Static       -> HeldByStatic
//   static KnownShape.Generic<int>.Value -> HeldByGenericStatic
//   thread static Roots.PerThread        -> HeldByThreadStatic
//   local of Program.Hold                -> HeldByStack
//   strong handle -> HeldByStrongHandle      pinned handle -> HeldByPinnedHandle
//   weak handle   -> HeldByWeakHandle (garbage: nothing else holds it)
//   static Roots.Kinds -> References, whose fields hold, by name:
//     Field -> ByField                 InheritedField -> ByInheritedField (declared in the base class)
//     Property -> ByProperty           Inner.Deep.Reference -> ByStructField
//     Array -> object[] [2] -> ByArrayElement
//     Structs -> Inner[] [1].Deep.Reference -> ByStructElement
//     Grid -> object[,] [1,2] -> ByGridElement
//     Jagged -> object[][] [1] -> object[] [0] -> ByJaggedElement
//     Boxed -> int (42)                Text -> "hello"
//     Callback -> Action, -> Run -> ByDelegate
//     Lambda -> Action -> closure, captured captured -> ByClosure
//     Map -> Dictionary<string, ByDictionary>      Nested -> List<List<int[]>>
//     Self -> References itself        First, Second -> the same ByTwoFields
//     Table -> ConditionalWeakTable: key "key" (a string) -> dependent handle -> ByDependentHandle
//     Weak -> WeakReference -> (weakly) ByWeakReference, which is garbage
//   and the rarer kinds: RareReferences.cs, RareRoots.cs
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KnownShape;

var strong = GCHandle.Alloc(new HeldByStrongHandle());
var pinned = GCHandle.Alloc(new HeldByPinnedHandle(), GCHandleType.Pinned);
Roots.PerThread = new HeldByThreadStatic();
Generic<int>.Value = new HeldByGenericStatic();
Roots.Kinds = References.Make();
Roots.Rare = new RareReferences();
RareRoots.Make();
Roots.Kinds.Weak = References.MakeWeakReference();
var weak = MakeWeak();
Hold(new HeldByStack(), args);
GC.KeepAlive((strong, pinned, weak));

static void Hold(HeldByStack local, string[] args)
{
    TargetConsole.Serve(args, finalizersRun: false);
    GC.KeepAlive(local);
}

[MethodImpl(MethodImplOptions.NoInlining)]
static GCHandle MakeWeak() => GCHandle.Alloc(new HeldByWeakHandle(), GCHandleType.Weak);

namespace KnownShape
{
    static class Roots
    {
        public static object Static = new HeldByStatic();
        public static References? Kinds;
        public static RareReferences? Rare;
        public static object Closed = new Generic<int>();
        [ThreadStatic] public static object? PerThread;
    }

    class Generic<T>
    {
        public static object? Value;
    }

    class HeldByStatic; class HeldByGenericStatic; class HeldByThreadStatic; class HeldByStack;
    class HeldByStrongHandle; class HeldByWeakHandle;
    class HeldByPinnedHandle { public long Blittable = 1; }

    class ByField; class ByInheritedField; class ByProperty; class ByStructField; class ByArrayElement; class ByStructElement;
    class ByGridElement; class ByJaggedElement; class ByClosure; class ByDictionary; class ByTwoFields; class ByDependentHandle; class ByWeakReference;
    class ByDelegate { public void Run() { } }

    struct Inner { public int Number = 1; public Deep Deep = new(); public Inner() { } }
    struct Deep { public long Number = 1; public object? Reference; public Deep() { } }

    struct Lead { public object? First = null; public int Number = 1; public Lead() { } }

    class Base { public object InheritedField = new ByInheritedField(); }

    class References : Base
    {
        public object Field = new ByField();
        public object Property { get; } = new ByProperty();
        public Inner Inner = new();
        public object?[] Array = [null, null, new ByArrayElement()];
        public Inner[] Structs = [];
        public Lead[] Leads = [];
        public object?[,] Grid = new object?[0, 0];
        public object?[][] Jagged = [[], [new ByJaggedElement()]];
        public object Boxed = 42;
        public string Text = "hello";
        public Action Callback = new ByDelegate().Run;
        public Action? Lambda;
        public Dictionary<string, ByDictionary> Map = new() { ["one"] = new ByDictionary() };
        public List<List<int[]>> Nested = [[new int[3]]];
        public References? Self;
        public object? First, Second;
        public ConditionalWeakTable<object, object> Table = [];
        public string Key = new('k', 3);
        public WeakReference? Weak;

        public static References Make()
        {
            var made = new References();
            made.Inner.Deep.Reference = new ByStructField();
            var captured = new ByClosure();
            made.Lambda = () => GC.KeepAlive(captured);
            // The header of the object behind an array of structs is no reference of the array's, whatever it holds.
            made.Leads = new Lead[2];
            made.Grid = new object?[2, 3];
            RuntimeHelpers.GetHashCode(made.Grid);
            made.Structs = new Inner[2];
            made.Structs[1].Deep.Reference = new ByStructElement();
            made.Grid[1, 2] = new ByGridElement();
            made.Self = made;
            made.First = made.Second = new ByTwoFields();
            made.Table.Add(made.Key, new ByDependentHandle());
            return made;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static WeakReference MakeWeakReference() => new(new ByWeakReference());
    }
}
