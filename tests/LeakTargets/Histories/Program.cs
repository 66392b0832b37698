// Collections of 1,200 to 4,000 objects of 1.1 KB that came to be in different ways; see Ways.cs.
using Shop;

Loaded.Load();
Grow(3_000);
GC.Collect();
GC.Collect();
Grow(1_000);
TargetConsole.Serve(args, () => Grow(1_000));

static int Grow(int count)
{
    Growing.Add(count);
    Used.Work(count);
    Lru.Work(count);
    Bounded.Work(count);
    Trimmed.Work(count);
    Removed.Work(count);
    Optioned.Work(count);
    Ring.Work(count);
    OnceAtOnce.Read();
    return Math.Min(count, Constructed.Count);
}
