// One leak each of seven kinds; each step makes the first six of them larger by a tenth.
//
//   static Shop.Open.Views -> List<View> -> 900 View with _disposed = true
//   static Shop.Mail.Outbox -> UnboundedChannel<Letter> with 800 Letter
//   static Shop.Answers.Pending -> Dictionary<int, TaskCompletionSource<Answer>> -> 700 TaskCompletionSource -> Task<Answer>, not finished
//   static Shop.Clients.All -> List<HttpClient> -> 600 HttpClient (each with a handler)
//   static Shop.Listeners.Known -> List<WeakReference<Listener>> -> 500 WeakReference without target
//   static Shop.Tags.Keys -> List<Tagged> -> 400 Tagged, each the key of a ConditionalWeakTable entry with a Tag
//   static Shop.Host.Plugin -> an object of an unloaded AssemblyLoadContext
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Threading.Channels;
using Shop;

Host.LoadAndUnload();
Grow(10);
TargetConsole.Serve(args, () => Grow(1));

static int Grow(int tenths)
{
    Times(90 * tenths, Open.Add);
    Times(80 * tenths, () => Mail.Outbox.Writer.TryWrite(new Letter()));
    Times(70 * tenths, Answers.Ask);
    Times(60 * tenths, () => Clients.All.Add(new HttpClient()));
    Listeners.Add(50 * tenths);
    Times(40 * tenths, Tags.Add);
    GC.Collect();
    return tenths;
}

static void Times(int count, Action action)
{
    for (var done = 0; done < count; done++)
    {
        action();
    }
}

namespace Shop
{
    static class Open
    {
        static readonly List<View> Views = [];

        public static void Add()
        {
            var view = new View();
            Views.Add(view);
            view.Dispose();
        }
    }

    static class Mail { public static readonly Channel<Letter> Outbox = Channel.CreateUnbounded<Letter>(); }

    static class Answers
    {
        static readonly Dictionary<int, TaskCompletionSource<Answer>> Pending = [];
        public static void Ask() => Pending[Pending.Count] = new();
    }

    static class Clients { public static readonly List<HttpClient> All = []; }

    static class Listeners
    {
        static readonly List<WeakReference<Listener>> Known = [];

        // The stack of a thread that has ended holds nothing.
        public static void Add(int count)
        {
            var thread = new Thread(() =>
            {
                for (var added = 0; added < count; added++)
                {
                    Known.Add(new WeakReference<Listener>(new Listener()));
                }
            });
            thread.Start();
            thread.Join();
        }
    }

    static class Tags
    {
        static readonly List<Tagged> Keys = [];
        static readonly ConditionalWeakTable<Tagged, Tag> Table = [];

        public static void Add()
        {
            var key = new Tagged();
            Keys.Add(key);
            Table.Add(key, new Tag());
        }
    }

    static class Host
    {
        public static object? Plugin;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static void LoadAndUnload()
        {
            var context = new AssemblyLoadContext("plug-in", isCollectible: true);
            Plugin = Activator.CreateInstance(context.LoadFromAssemblyPath(typeof(View).Assembly.Location).GetType("Shop.Extension")!);
            context.Unload();
        }
    }

    class Extension;
    class Letter { public readonly byte[] Text = new byte[300]; }
    class Answer;
    class Listener;
    class Tagged;
    class Tag { public readonly byte[] Words = new byte[200]; }

    class View : IDisposable
    {
        readonly byte[] _image = new byte[200];
        bool _disposed;
        public void Dispose() => _disposed = _image.Length > 0 || _disposed;
    }
}
