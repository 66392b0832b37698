// Fields that are filled in different ways, each with 1,000 objects of 1.1 KB: see Ways.cs for who fills which.
using Shop;

await ByAsync.LoadAsync(1_100);   // the stack keeps some, too
Grow(1_000);
TargetConsole.Serve(args, () => Grow(100));

static int Grow(int count)
{
    ByAdd.Load(count);
    ByIndexer.Load(count);
    ByTryAdd.Load(count);
    Screen.Open(count);
    BySwap.Publish(count);
    ByLambda.Load(count);
    Derived.Load(count);
    Direct.Load(count);
    BySetter.Reload(count);
    ByLocalFunction.Load(count);
    NoSymbols.Load(count);
    History.Load(count);
    ByHelper.Load(count);
    ByArray.Load(count);
    Nested.Load(3 * count);
    return count;
}
