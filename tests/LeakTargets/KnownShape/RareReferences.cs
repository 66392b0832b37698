// Kinds of reference that are easy to lose:
//
//   static KnownShape.Roots.Rare -> RareReferences, whose fields hold, by name:
//     HiddenField (of the class) -> ByHidingField      HiddenField (of the base class) -> ByHiddenField
//     Boxed -> Inner, boxed -> Deep.Reference -> ByBoxedStruct        (Inner is also the element of an array elsewhere)
//     Pair.Item2 -> ByTupleItem
//     Slots[0], Slots[2] -> ByInlineArray, one each    (Slots[1] is null)
//     Tall -> object[30000] in the large object heap [12345] -> ByLargeArrayElement
//     Several -> Several, multicast -> _invocationList -> object[] [0], [1] -> Several, -> Run -> ByMulticast, one each
//     Nested -> Outer<ByNestedGeneric>.Inner<int> -> Value -> ByNestedGeneric
//     Cycle -> CycleA -> Next -> CycleB -> Next -> the same CycleA
//     KeyWithoutPointers -> dependent handle -> ByDependentHandleOfObject
//     Collectible -> CollectibleType -> Reference -> ByCollectibleField
//                    CollectibleType -> LoaderAllocator, through no field, -> .. -> its static -> ByCollectibleStatic
//     Based -> object[*], of one dimension that begins at 10, [11] -> ByBasedElement
//     Mixed -> object[][,] [1] -> object[,] [0,1] -> ByMixedElement
//     Null -> nothing
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace KnownShape;

class ByHidingField; class ByHiddenField; class ByBoxedStruct; class ByTupleItem; class ByInlineArray; class ByLargeArrayElement;
class ByNestedGeneric; class KeyWithoutPointers; class ByDependentHandleOfObject; class ByCollectibleField; class ByCollectibleStatic; class ByBasedElement; class ByMixedElement;
class ByMulticast { public void Run() { } }

delegate void Several();

class RareBase { public object HiddenField = new ByHiddenField(); }

class RareReferences : RareBase
{
    public new object HiddenField = new ByHidingField();
    public object Boxed = new Inner { Deep = new Deep { Reference = new ByBoxedStruct() } };
    public (int, object) Pair = (7, new ByTupleItem());
    public ThreeSlots Slots;
    public object[] Tall = new object[30_000];
    public Several Several = new ByMulticast().Run;
    public object Nested = new Outer<ByNestedGeneric>.Inner<int> { Value = new ByNestedGeneric(), Number = 7 };
    public CycleA Cycle = new();
    public ConditionalWeakTable<object, object> Table = [];
    public KeyWithoutPointers Key = new();
    public object Collectible = MakeCollectible();
    public Array Based = Array.CreateInstance(typeof(object), [3], [10]);
    public object[][,] Mixed = [new object[1, 1], new object[1, 2]];
    public object? Null = null;

    public RareReferences()
    {
        Slots[0] = new ByInlineArray();
        Slots[2] = new ByInlineArray();
        Tall[12_345] = new ByLargeArrayElement();
        Based.SetValue(new ByBasedElement(), 11);
        Mixed[1][0, 1] = new ByMixedElement();
        Several += new ByMulticast().Run;
        Cycle.Next = new CycleB { Next = Cycle };
        Table.Add(Key, new ByDependentHandleOfObject());
    }

    static object MakeCollectible()
    {
        var type = AssemblyBuilder
            .DefineDynamicAssembly(new AssemblyName("Collectible"), AssemblyBuilderAccess.RunAndCollect)
            .DefineDynamicModule("Collectible")
            .DefineType("KnownShape.CollectibleType", TypeAttributes.Public);
        type.DefineField("Reference", typeof(object), FieldAttributes.Public);
        type.DefineField("OfType", typeof(object), FieldAttributes.Public | FieldAttributes.Static);
        var created = type.CreateType();
        var made = Activator.CreateInstance(created)!;
        created.GetField("Reference")!.SetValue(made, new ByCollectibleField());
        created.GetField("OfType")!.SetValue(null, new ByCollectibleStatic());
        return made;
    }
}

[InlineArray(3)]
struct ThreeSlots
{
    object? _slot;
}

class Outer<T>
{
    public class Inner<U>
    {
        public T? Value;
        public U? Number;
    }
}

class CycleA { public CycleB? Next; }

class CycleB { public CycleA? Next; }
