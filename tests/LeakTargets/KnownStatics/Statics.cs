namespace KnownStatics;

class Held { public void Handle(object? sender, EventArgs e) { } }

struct Pair { public int Number; public object? Reference; }

static class Plain
{
    public static object First = new Held();
    public static object? Nothing = null;
    public static Pair Struct = new() { Number = 1, Reference = new Held() };
    public static int Number = 7;
    public static decimal Decimal = 1.5m;
    public static object? Box = new Pair { Reference = new Held() };
    public static Held Second = new();
    public static readonly object ReadOnly = new Held();
    public static ReadOnlySpan<int> InTheFile => [1, 2, 3, 5, 8, 13, 21, 34];
    public static object Property { get; } = new Held();
    public static event EventHandler Event = new Held().Handle;

    static void Raise() => Event(null, EventArgs.Empty);
}

interface IInterface { static object Field = new Held(); }

static class Outer
{
    public static class Nested { public static object Field = new Held(); }
}

static class Outer<T>
{
    public static class Nested { public static object Field = new Held(); }
}

class WithInstance<T> { public static object Field = new Held(); }

class Without<T> { public static object? Before = null, Field = new Held(); public static T? Other = default; }

static class Threaded { [ThreadStatic] public static object? Before = null, Field = null; }

static class ThreadedGeneric<T> { [ThreadStatic] public static object? Field = null; }

public static class Plugin { public static object? Before, Field; }

static class Starting
{
    public static object? Field = new Held();

    static Starting()
    {
        StartingSignal.Held = Field;
        StartingSignal.IsSet.Set();
        Thread.Sleep(Timeout.Infinite);
    }
}

static class StartingSignal
{
    public static readonly ManualResetEvent IsSet = new(false);
    public static object? Held;
}
