// Values of ConditionalWeakTables and DependentHandles: alive while their keys are, and what stands in a frozen segment always is.
using System.Reflection;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Survivors;

class OfType : Made; class OfLiteral : Made; class OfKey : Made;

static class Tables
{
    static readonly ConditionalWeakTable<object, object> Table = [];
    static readonly ConditionalWeakTable<Type, Made> PerType = [];
    static readonly ConditionalWeakTable<string, Made> PerText = [];
    static readonly ConditionalWeakTable<object, ConditionalWeakTable<object, object>> OfTables = [];
    static readonly Made Key = new(), First = new();
    static object? handles, keyOfDroppedTable;

    public static void Make() => Watch.Apart(() =>
    {
        Table.Add(Key, Watch.That("value, its key lives", new OfKey()));
        Table.Add(new Made(), Watch.New("value, its key was dropped"));
        PerType.Add(typeof(Tables), Watch.That("value of typeof", new OfType()));
        PerType.Add(typeof(List<Made>), Watch.New("value of typeof a closed generic type"));
        PerType.Add(typeof(Made[]), Watch.New("value of typeof an array"));
        PerType.Add(typeof(List<>).GetGenericArguments()[0], Watch.New("value of a type parameter"));
        PerText.Add("a literal", Watch.That("value of a literal", new OfLiteral()));
        PerText.Add(new string('x', 3), Watch.New("value of a string that was dropped"));
        PerText.Add(string.Intern(new string('y', 3)), Watch.New("value of an interned string"));
        Table.Add(Assembly.GetExecutingAssembly(), Watch.New("value of an assembly"));
        InTables();
        Chains();
        Cycles();
        OfDroppedTable();
        handles = new object[]
        {
            new DependentHandle(typeof(Made), Watch.New("value of a DependentHandle of typeof")),
            new DependentHandle(Key, Watch.New("value of a DependentHandle, its key lives")),
            new DependentHandle(new Made(), Watch.New("value of a DependentHandle, its key was dropped")),
        };
    });

    static void InTables()
    {
        var (living, dropped) = (new ConditionalWeakTable<object, object>(), new ConditionalWeakTable<object, object>());
        living.Add(typeof(int), Watch.New("value of typeof, in a table that is a value"));
        living.Add(Key, Watch.New("value, its key lives, in a table that is a value"));
        dropped.Add(new Made(), Watch.New("value, its key was dropped, in a table that is a value"));
        OfTables.Add(Watch.That("table that is a value", new Made()), dropped);
        OfTables.Add(typeof(Tables), living);
    }

    // Each value is the key of the next, which nothing else holds.
    static void Chains()
    {
        object key = First;
        for (var link = 1; link <= 8; link++)
        {
            var value = Watch.New($"value {link} of a chain of keys");
            Table.Add(key, value);
            key = value;
        }

        key = new Made();
        for (var link = 1; link <= 8; link++)
        {
            var value = Watch.New($"value {link} of a chain of keys that was dropped");
            Table.Add(key, value);
            key = value;
        }
    }

    static void Cycles()
    {
        var own = Watch.New("key that only its value refers to");
        Table.Add(own, Watch.New("value that alone refers to its key", own));
        var (one, other) = (Watch.New("key and value, one"), Watch.New("key and value, the other"));
        Table.Add(one, other);
        PerTypeOf(one, other);
        static void PerTypeOf(object one, object other) => new ConditionalWeakTable<object, object>().Add(other, one);
    }

    static void OfDroppedTable()
    {
        var key = new Made();
        keyOfDroppedTable = key;
        new ConditionalWeakTable<object, object>().Add(key, Watch.New("value of a table that was dropped, its key lives"));
    }
}
