using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output speaks of threads.</summary>
internal static class ThreadWording
{
    private const int MostNamed = 8;

    /// <summary>"app.dmp: 9 threads with 6 different stacks".</summary>
    public static string TitleOf(string target, ThreadReport report) =>
        $"{target}: {Wording.Count(report.Threads.Count, "thread")} with {Wording.Count(StacksOf(report), "different stack")}";

    /// <summary>That, what the process died of, and each deadlock.</summary>
    public static IReadOnlyList<string> HeaderOf(string target, ThreadReport report) =>
        [TitleOf(target, report), .. ProcessWording.HeaderOf(report.Coverage), .. DeadlocksOf(report)];

    /// <summary>Each ring: "Deadlock: thread 5 waits for the lock of …, which thread 6 holds; …".</summary>
    public static IEnumerable<string> DeadlocksOf(ThreadReport report) =>
    [
        .. report.Deadlocks.Select(ring => $"Deadlock: {string.Join("; ", ring.Select((thread, number) => $"{thread} waits for {WhatOf(thread.WaitsFor!, report)}{OwnerOf(thread.WaitsFor!, ring[(number + 1) % ring.Count])}"))}."),
    ];

    /// <summary>What could not be read.</summary>
    public static IEnumerable<string> FooterOf(ThreadReport report) =>
    [
        .. report.Threads.Where(thread => thread.Unread is not null).Select(thread => $"The stack of {thread} could not be read{(thread.Frames.Count > 0 ? " to its end" : "")}: {thread.Unread}."),
        .. Wording.GapsOf(report.Coverage),
    ];

    /// <summary>"background, pool"</summary>
    public static string Of(HeapThreadTraits traits) => string.Join(
        ", ", Enum.GetValues<HeapThreadTraits>().Where(trait => trait != HeapThreadTraits.None && traits.HasFlag(trait)).Select(trait => trait.ToString().ToLowerInvariant()));

    /// <summary>"waits for the lock of Shop.Account 7f2e18012340, held by thread 6", without its subject.</summary>
    public static string Of(HeapWait wait, ThreadReport report) => wait.Kind switch
    {
        HeapWaitKind.Time => "sleeps",
        HeapWaitKind.Lock when wait.Owner is { } owner => $"waits for {WhatOf(wait, report)}, held by {NameOf(owner, report)}",
        _ => $"waits for {WhatOf(wait, report)}",
    };

    /// <summary>"holds the lock of Shop.Account 7f2e18012340, for which thread 6 waits", without its subject.</summary>
    public static string Of(HeapLock held, ThreadReport report) =>
        $"holds {LockOf(held.Kind, $"{held.Type.Name} {held.Address:x}")}{(held.Kind == HeapLockKind.Writer ? " to write" : "")}{(held.Entered > 1 ? $", entered {held.Entered:N0} times" : "")}"
        + (held.Waiters.Count == 0 ? "" : $", for which {NamesOf([.. held.Waiters.Select(id => NameOf(id, report))])} {(held.Waiters.Count == 1 ? "waits" : "wait")}");

    /// <summary>"7, 9, 12 and 3 more".</summary>
    public static string NamesOf(IReadOnlyList<string> names) => names.Count switch
    {
        1 => names[0],
        <= MostNamed => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        _ => $"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed:N0} more",
    };

    /// <summary>What stands for a thread in a sentence.</summary>
    public static string NameOf(int id, ThreadReport report) => (report.Threads.FirstOrDefault(thread => thread.Id == id)?.ToString() ?? $"thread {id}").Printable;

    /// <summary>A method without the namespace of its type: <c>Cart.AddAsync</c>, <c>lambda in Cart.Watch</c>.</summary>
    public static string ShortNameOf(string method)
    {
        if (method.StartsWith(GeneratedName.Lambda, StringComparison.Ordinal))
        {
            return GeneratedName.Lambda + ShortNameOf(method[GeneratedName.Lambda.Length..]);
        }

        // A constructor's own name begins with a dot.
        var dot = Brackets.LastOutside(method, '.');
        var end = dot > 0 && method[dot - 1] == '.' ? dot - 1 : dot;
        return end > 0 ? CSharpTypeName.ShortNameOf(method[..end]) + method[end..] : method;
    }

    private static string WhatOf(HeapWait wait, ThreadReport report) => (wait.Kind, wait.Type) switch
    {
        (HeapWaitKind.Lock, { } type) => LockOf(type.Name.StartsWith("System.Threading.", StringComparison.Ordinal) ? HeapLockKind.Lock : HeapLockKind.Monitor, $"{type.Name} {wait.Address:x}"),
        (HeapWaitKind.Lock, null) => $"a lock ({wait.Method})",
        (HeapWaitKind.Pulse, { } type) => $"a pulse of {type.Name} {wait.Address:x}",
        (HeapWaitKind.Pulse, null) => $"a pulse ({wait.Method})",
        (HeapWaitKind.Item, { } type) => $"an item of {type.Name} {wait.Address:x}",
        (HeapWaitKind.Task, { } type) => $"{type.Name} {wait.Address:x}, without await",
        (HeapWaitKind.Thread, _) => wait.Owner is { } id ? $"the end of {NameOf(id, report)}" : "the end of a thread",
        (HeapWaitKind.Process, _) => "the end of a process",
        (HeapWaitKind.Time, _) => "time to pass",
        (HeapWaitKind.Work, _) => "work",
        (HeapWaitKind.Input, _) => $"input ({wait.Method})",
        (_, { } type) => $"{type.Name} {wait.Address:x}",
        _ => $"something ({wait.Method})",
    };

    private static string LockOf(HeapLockKind kind, string what) => kind == HeapLockKind.Monitor ? $"the lock of {what}" : what;

    private static string OwnerOf(HeapWait wait, HeapThread next) => wait.Kind == HeapWaitKind.Lock ? $", which {next} holds" : "";

    private static int StacksOf(ThreadReport report) => report.Threads.DistinctBy(thread => string.Join('\n', thread.Frames)).Count();
}
