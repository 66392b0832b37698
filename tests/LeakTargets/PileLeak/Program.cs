// Collections that only grow, in places that are no static dictionary.
//
//   thread static Shop.Log.Lines -> List<Line> -> 4,000 Line
//   static Shop.History.Last -> Step -> Step -> ... 3,000 Step, the last one first
//   static Shop.Catalog.ById -> ConcurrentDictionary -> 2,000 Article <- Dictionary <- static Shop.Catalog.ByName
using System.Collections.Concurrent;
using Shop;

Grow(10);
TargetConsole.Serve(args, () => Grow(1));

static int Grow(int tenths)
{
    Times(400 * tenths, Log.Write);
    Times(300 * tenths, History.Add);
    Times(200 * tenths, Catalog.Add);
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
    static class Log
    {
        [ThreadStatic] static List<Line>? Lines;
        public static void Write() => (Lines ??= []).Add(new Line());
    }

    static class History
    {
        static Step? Last;
        public static void Add() => Last = new Step(Last);
    }

    static class Catalog
    {
        static readonly ConcurrentDictionary<int, Article> ById = [];
        static readonly Dictionary<string, Article> ByName = [];

        public static void Add()
        {
            var article = new Article();
            ByName.Add($"article {ById.Count}", ById.GetOrAdd(ById.Count, article));
        }
    }

    class Article { public readonly byte[] Text = new byte[120]; }
    class Step(Step? before) { public readonly Step? Before = before; public readonly byte[] State = new byte[80]; }
    class Line { public readonly byte[] Text = new byte[100]; }
}
