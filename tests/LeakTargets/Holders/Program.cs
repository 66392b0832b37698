// One program for each argument: something of .NET's own keeps what the program put in, and the program never takes it out.
//
//   pipe        static Shop.Feed.Pipe -> Pipe -> 600 BufferSegment of 4 KB that nobody reads, all with the same in them
//   pipes       the same as three segments of 1 MB
//   pool        static Shop.Blocks.Free -> ConcurrentQueue<byte[]> -> 3,000 pinned arrays of 4 KB; 20 are in use
//   returned    ArrayPool<Order>.Shared: arrays that were returned with 6 x 1,000 Order in them
//   threadlocal 2,000 ThreadLocal<object>, each with a lambda's object that refers to it as its value
//   root        static Shop.Exports.Root -> ServiceProvider -> 2,500 Exporter, disposed of
//   host        the same in a web application: a singleton that resolves one for each message
//   scope       one scope that stays open, with 1,500 Exporter
//   closure     static Shop.Handlers.All -> 40 DataHandler -> Action of one lambda; another lambda's captured byte[50_000] stays with it
//   weak        static Shop.Brushes.One, the key of a table -> Dictionary<string, WeakReference<Listener>[]> -> 3,000 dead ones
//   assemblies  200 assemblies made by AssemblyBuilder.Run
//   serializers 200 XmlSerializer with overrides
//   literals    20,000 strings of string.Intern
//   rest        all of these as they should be: a warm pool, a pipe that is read, 3 assemblies, a container with 20 singletons
using Shop;

switch (args is [var name, ..] ? name : "rest")
{
    case "pipe":
        Feed.Write(Feed.Pipe, 600, 4096);
        break;
    case "pipes":
        Feed.Write(Feed.Pipe, 3, 1 << 20);
        break;
    case "pool":
        Blocks.Fill(3_000);
        break;
    case "returned":
        Orders.Return(6, 1_000);
        break;
    case "threadlocal":
        Sessions.Start(2_000);
        break;
    case "root":
        Exports.FromRoot(2_500);
        break;
    case "host":
        await Exports.InHost(2_500);
        break;
    case "scope":
        Exports.InScope(1_500);
        break;
    case "closure":
        Handlers.Make(40);
        break;
    case "weak":
        Brushes.Subscribe(3_000);
        break;
    case "assemblies":
        Assemblies.Make(args is [_, var many, ..] ? int.Parse(many) : 200);
        break;
    case "serializers":
        Assemblies.Serialize(200);
        break;
    case "literals":
        Words.Intern(20_000);
        break;
    default:
        Rest.Begin();
        break;
}

GC.Collect();
GC.WaitForPendingFinalizers();
GC.Collect();
TargetConsole.Serve(args);
