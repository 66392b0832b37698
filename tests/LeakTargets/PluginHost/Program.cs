// A host with plug-ins in collectible load contexts, in every state; each plug-in is a copy of this assembly. Threads of the host
// ("first" and "second" with the plug-in that stays, "left", "held", "gone") have run Plugin.Work, which sets static fields of
// every kind on them, and wait on.
//
//   stays     two threads are back in the host, with what an AsyncLocal of the plug-in holds; the host refers to the context
//   left      Unload was called; a thread is still in Plugin.Run: only its stack holds the context
//   held      Unload was called; thread static PluginHost.Host.Current of its thread holds a Plugin
//   gone      Unload was called, and the context is gone, though its thread lives and had set thread static fields of it:
//             the runtime has these at the context's LoaderAllocator, by which alone they live
//
// What each field holds is named after it: HeldByThreadStatic, HeldByStatic, HeldByBag, and so on.
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PluginHost;

var stays = Load("stays");
Start("first", stays, nameof(Plugin.Work));
Start("second", stays, nameof(Plugin.Work));
Unload("left", nameof(Plugin.Run), isHeld: false);
Unload("held", nameof(Plugin.Work), isHeld: true);
var gone = Unload("gone", nameof(Plugin.Work), isHeld: false);
for (var left = 20; gone.IsAlive && left > 0; left--)
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
}

if (gone.IsAlive)
{
    throw new InvalidOperationException("The context is still there.");
}

GC.KeepAlive(Settings.Name);
TargetConsole.Serve(args);
GC.KeepAlive(stays);

static AssemblyLoadContext Load(string name)
{
    var context = new AssemblyLoadContext(name, isCollectible: true);
    context.LoadFromAssemblyPath(typeof(Plugin).Assembly.Location);
    return context;
}

static MethodInfo MethodOf(AssemblyLoadContext context, string name) => context.Assemblies.Single().GetType(typeof(Plugin).FullName!)!.GetMethod(name)!;

// What the plug-in sets in an AsyncLocal stays with the thread, or ends with the call.
static void Start(string thread, AssemblyLoadContext context, string method, bool isHeld = false, bool staysAmbient = true)
{
    var works = new ManualResetEventSlim();
    new Thread(() =>
    {
        if (staysAmbient)
        {
            Call(context, method, works, isHeld);
        }
        else
        {
            ExecutionContext.Run(ExecutionContext.Capture()!, _ => Call(context, method, works, isHeld), null);
        }

        context = null!;
        works.Set();
        Thread.Sleep(Timeout.Infinite);
    }) { IsBackground = true, Name = thread }.Start();
    works.Wait();
}

[MethodImpl(MethodImplOptions.NoInlining)]
static void Call(AssemblyLoadContext context, string method, ManualResetEventSlim works, bool isHeld)
{
    var plugin = MethodOf(context, method).CreateDelegate<Func<Action, object>>()(works.Set);
    Host.Current = isHeld ? plugin : null;
}

[MethodImpl(MethodImplOptions.NoInlining)]
static WeakReference Unload(string name, string method, bool isHeld)
{
    var context = Load(name);
    Start(name, context, method, isHeld, staysAmbient: false);
    context.Unload();
    return new WeakReference(context);
}
