// Static fields of every kind, each with a Held object of its own, and what reflection calls them:
//
//   static KnownStatics.Truth.Pairs -> object[] { name, Held, name, Held, .. }, as heapgraph should name the root of each Held
//   Plain.First, .Second, .ReadOnly   Plain.Nothing (null, between them)   Plain.Property   Plain.Event   IInterface.Field
//   Plain.Struct, Plain.Box of a struct with a reference        Outer.Nested.Field   Outer<T>.Nested.Field
//   WithInstance<int, string, Pair>.Field      Without<int, string, Pair>.Field, of which no object exists
//   Threaded.Field, ThreadedGeneric<int, string>.Field on the main thread and on one called "second"
//   Plugin.Field, of a copy of this assembly in a collectible AssemblyLoadContext, which its finalizer has told to unload: no root, its
//   LoaderAllocator holds it
//   Starting.Field, whose class constructor never ends
using System.Reflection;
using System.Runtime.Loader;
using KnownStatics;

Type[] types =
[
    typeof(Plain), typeof(IInterface), typeof(Outer.Nested), typeof(Outer<int>.Nested), typeof(Outer<string>.Nested),
    typeof(WithInstance<int>), typeof(WithInstance<string>), typeof(WithInstance<Pair>),
    typeof(Without<int>), typeof(Without<string>), typeof(Without<Pair>),
];
Type[] threaded = [typeof(Threaded), typeof(ThreadedGeneric<int>), typeof(ThreadedGeneric<string>)];
object[] instances = [new WithInstance<int>(), new WithInstance<string>(), new WithInstance<Pair>()];
var plugin = LoadPlugin();

var truth = new Truth();
Array.ForEach([.. types, plugin], type => truth.Add(type, ""));
Fill(truth, "");
var second = new Thread(() =>
{
    lock (truth)
    {
        Fill(truth, $" \"{Thread.CurrentThread.Name}\"");
        Monitor.Pulse(truth);
    }

    Thread.Sleep(Timeout.Infinite);
}) { IsBackground = true, Name = "second" };
lock (truth)
{
    second.Start();
    Monitor.Wait(truth);
}

var starting = new Thread(() => GC.KeepAlive(Starting.Field)) { IsBackground = true };
starting.Start();
StartingSignal.IsSet.WaitOne();
truth.Add("KnownStatics.Starting.Field", StartingSignal.Held!);
StartingSignal.Held = null;

truth.Keep();
truth = null;
GC.Collect();
TargetConsole.Serve(args);
GC.KeepAlive((instances, plugin));

static Type LoadPlugin()
{
    var plugin = new AssemblyLoadContext("plugin", isCollectible: true)
        .LoadFromAssemblyPath(typeof(Plain).Assembly.Location).GetType(typeof(Plugin).FullName!)!;
    plugin.GetField("Field")!.SetValue(null, new Held());
    return plugin;
}

void Fill(Truth into, string threadName)
{
    foreach (var type in threaded)
    {
        type.GetField("Field")!.SetValue(null, new Held());
        into.Add(type, $" (thread {Environment.CurrentManagedThreadId}{threadName})");
    }
}
