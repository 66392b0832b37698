// Most of the heap is garbage that lies in gen2 and on the large object heap, since nothing collects these: 12 connections that were closed with all they had
// received, and a form with its parts that refer to each other.
//
//   Connection -> Reader -> List<RawResult[]> -> RawResult[][] -> RawResult[8] (gen2, 5,000 in all) and RawResult[8000] (loh, 100 in all)
//   Form -> Panel[10] -> Panel -> Form                a ring: each panel refers to its form
//   static Shop.Open.Settings -> Settings             is alive
using System.Runtime.CompilerServices;
using Shop;

Open.Fill();
GC.Collect();
GC.Collect();   // now all of it is in gen2
Open.Close();
TargetConsole.Serve(args);

namespace Shop
{
    static class Open
    {
        public static readonly Settings Settings = new();
        static Connection[]? s_connections;
        static Form? s_form;

        // The stack of a thread that has ended holds nothing.
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static void Fill()
        {
            var thread = new Thread(() =>
            {
                s_form = new Form();
                s_connections = new Connection[12];
                for (var index = 0; index < s_connections.Length; index++)
                {
                    s_connections[index] = new Connection();
                }

                for (var index = 0; index < 5100; index++)
                {
                    s_connections[index % s_connections.Length].Reader.Received.Add(new RawResult[index < 5000 ? 8 : 8000]);
                }
            });
            thread.Start();
            thread.Join();
        }

        public static void Close() => (s_connections, s_form) = (null, null);
    }

    class Settings;

    class Connection
    {
        public Reader Reader = new();
    }

    class Reader
    {
        public List<RawResult[]> Received = [];
    }

    record struct RawResult(object? Memory, long Value);

    class Form
    {
        public Panel[] Panels = new Panel[10];

        public Form()
        {
            for (var index = 0; index < Panels.Length; index++)
            {
                Panels[index] = new Panel(this);
            }
        }
    }

    class Panel(Form form)
    {
        public Form Form = form;
    }
}
