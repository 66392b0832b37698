// A heap of about N objects (first argument, 1 M to 100 M), in equal units of 20, built on all cores. A unit has 896 bytes
// (45 an object) and 23 references:
//
//   Customer -> string (Name), byte[16] (Codes)
//            -> List<Order> -> Order[4] -> 4 Order (each -> its Customer)
//            -> Dictionary<int, string> -> int[3], Entry[3] -> 3 string
//            -> Node -> Node -> Node -> Node -> Node
//
//   static Heap.Customers -> Customer[][] -> Customer[1000] -> [i] -> Customer: a thousand units each, the last one fewer
//   static Heap.LastNode -> the last Node of the last Customer
using System.Diagnostics;

const int Group = 1000;
const int ObjectsPerUnit = 20;

var clock = Stopwatch.StartNew();
var units = Math.Max(1, (args.Length > 0 ? int.Parse(args[0]) : 1_000_000) / ObjectsPerUnit);
Heap.Customers = new Customer[(units + Group - 1) / Group][];
Parallel.For(0, Heap.Customers.Length, group =>
{
    var customers = new Customer[Math.Min(Group, units - group * Group)];
    for (var index = 0; index < customers.Length; index++)
    {
        customers[index] = new Customer(group * Group + index);
    }

    Heap.Customers[group] = customers;
});
Heap.LastNode = Heap.Customers[^1][^1].Trail.Last;
Console.WriteLine($"built {(long)units * ObjectsPerUnit + Heap.Customers.Length + 1} objects in {clock.ElapsedMilliseconds} ms");
TargetConsole.Serve(args);

static class Heap
{
    public static Customer[][] Customers = [];
    public static Node? LastNode;
}

class Customer
{
    public string Name;
    public byte[] Codes = new byte[16];
    public List<Order> Orders = new(4);
    public Dictionary<int, string> Prices = new(3);
    public Node Trail = new(new(new(new(new(null)))));
    public int Number;

    public Customer(int number)
    {
        Number = number;
        Name = $"customer {number:00000000}";
        for (var index = 0; index < 4; index++)
        {
            Orders.Add(new Order(this, number + index));
        }

        for (var index = 0; index < 3; index++)
        {
            Prices[index] = $"{number % 1000:0000000}";
        }
    }
}

class Order(Customer customer, int number)
{
    public Customer Customer = customer;
    public decimal Total = number;
}

class Node(Node? next)
{
    public Node? Next = next;
    public long Value = next?.Value + 1 ?? 0;

    public Node Last => Next?.Last ?? this;
}
