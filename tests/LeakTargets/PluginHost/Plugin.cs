using System.Collections.Concurrent;

namespace PluginHost;

public sealed class Plugin
{
    [ThreadStatic]
    private static object? _t;

    [ThreadStatic]
    private static HeldByOwnThreadStatic? _own;

    private static readonly HeldByStatic Kept = new();
    private static readonly AsyncLocal<object> Ambient = new();
    private static readonly ConcurrentBag<HeldByBag> Bag = [];
    private static readonly ThreadLocal<HeldByThreadLocal> Local = new(() => new());

    // Sets fields of every kind on the thread that calls.
    public static object Work(Action _)
    {
        _t = new HeldByThreadStatic();
        _own = new HeldByOwnThreadStatic();
        Slot<HeldByGeneric>.Value = new HeldByGeneric();
        Ambient.Value = new HeldByAsyncLocal();
        Bag.Add(new HeldByBag());
        GC.KeepAlive((Kept, Local.Value, Early.Name));
        return new Plugin();
    }

    public static object Run(Action works)
    {
        Work(works);
        works();
        Thread.Sleep(Timeout.Infinite);
        return works;
    }
}

public static class Slot<T>
{
    [ThreadStatic]
    public static T? Value;
}

// The class constructor sets the field, and nobody comes by it again: the runtime keeps it in a list of its own.
public static class Early
{
    public static readonly string Name = "early";

    [ThreadStatic]
    private static object? _t;

    static Early() => _t = new HeldByEarly();
}

// The same in the host.
public static class Settings
{
    public static readonly string Name = "settings";

    [ThreadStatic]
    private static object? _t;

    static Settings() => _t = new HeldBySettings();
}

public static class Host
{
    [ThreadStatic]
    public static object? Current;
}

public sealed class HeldByThreadStatic;

public sealed class HeldByOwnThreadStatic;

public sealed class HeldByGeneric;

public sealed class HeldByStatic;

public sealed class HeldByAsyncLocal;

public sealed class HeldByBag;

public sealed class HeldByThreadLocal;

public sealed class HeldByEarly;

public sealed class HeldBySettings;
