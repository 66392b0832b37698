// Works for a while, keeps nothing: after a collection there is no Job left.
var done = Work();
GC.Collect();
Console.WriteLine($"done {done}");
TargetConsole.Serve(args, Work);

static int Work()
{
    var done = 0;
    for (var index = 0; index < 10_000; index++)
    {
        done += new Job(index).Run();
    }

    return done;
}

class Job(int number)
{
    public int Run() => number & 1;
}
