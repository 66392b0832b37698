// The example that objgraph's documentation begins with, and a leak: 1,000 computations, 1,000 more with each step.
//
//   static Walkthrough.Y -> y = List<object>   [0] -> x = List<object> { 1 }
//                                              [1] -> List<object>          [0] -> x
//                                              [2] -> Dictionary<string, object>   ["a"] -> x
//   static Walkthrough.Cache -> List<Dictionary<string, MyBigFatObject>> -> [i] -> ["foo"], ["bar"] -> MyBigFatObject
Walkthrough.Compute(1_000);
TargetConsole.Serve(args, () => Walkthrough.Compute(1_000));

static class Walkthrough
{
    static readonly object Y = MakeY();
    static readonly List<Dictionary<string, MyBigFatObject>> Cache = [];

    static object MakeY()
    {
        var x = new List<object> { 1 };
        var y = new List<object> { x, new List<object> { x }, new Dictionary<string, object> { ["a"] = x } };
        return y;
    }

    public static int Compute(int times)
    {
        for (var time = 0; time < times; time++)
        {
            Cache.Add(new() { ["foo"] = new(), ["bar"] = new() });   // a very explicit and easy-to-find "leak", but oh well
            var local = new MyBigFatObject();                        // this one doesn't leak
        }

        return Cache.Count;
    }
}

class MyBigFatObject;
