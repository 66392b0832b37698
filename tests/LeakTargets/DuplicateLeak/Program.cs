// 6,000 orders with the same three payment terms and 2,000 with the same certificate, each in a copy of its own; and a large object
// heap with 60 holes. Each step adds 600 orders.
//
//   static Orders.All -> List<Order> -> Order[] -> [i] -> Order -> Terms -> string (142 bytes, 3 values)
//                                                           -> Certificate -> byte[400] (every third order, 1 value)
//   static Buffers.Kept -> byte[60][] -> byte[100000], between each two of them a hole of the same size
using System.Runtime.CompilerServices;

Orders.Add(6_000);
Buffers.MakeHoles();
GC.Collect();
TargetConsole.Serve(args, () => Orders.Add(600));

static class Orders
{
    static readonly List<Order> All = [];

    public static int Add(int count)
    {
        for (var added = 0; added < count; added++)
        {
            All.Add(new Order(All.Count));
        }

        return All.Count;
    }
}

static class Buffers
{
    static readonly byte[][] Kept = new byte[60][];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void MakeHoles()
    {
        // All at once, or a collection on the way would let the next ones fill the holes.
        var dropped = new byte[Kept.Length][];
        for (var index = 0; index < Kept.Length; index++)
        {
            Kept[index] = new byte[100_000];
            dropped[index] = new byte[100_000];
        }

        GC.KeepAlive(dropped);
    }
}

class Order(int number)
{
    public readonly string Terms = new((char)('a' + number % 3), 60);
    public readonly byte[]? Certificate = number % 3 == 0 ? [.. Enumerable.Range(1, 400).Select(value => (byte)value)] : null;
}
