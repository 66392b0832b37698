namespace HeapGraph;

/// <summary>Why the garbage collector takes an object to be alive without a referrer on the heap.</summary>
public enum HeapRootKind
{
    /// <summary>A root whose kind could not be told.</summary>
    Unknown,

    /// <summary>A static field.</summary>
    Static,

    /// <summary>A <c>[ThreadStatic]</c> field of one thread.</summary>
    ThreadStatic,

    /// <summary>A local, an argument or a temporary of a running method.</summary>
    Stack,

    /// <summary>A strong GC handle.</summary>
    StrongHandle,

    /// <summary>A pinned GC handle.</summary>
    PinnedHandle,

    /// <summary>A handle that pins the buffers of an overlapped operation.</summary>
    AsyncPinnedHandle,

    /// <summary>A COM or Objective-C reference-counted handle with a count above zero.</summary>
    RefCountedHandle,

    /// <summary>A strong handle that also asks for the size of what it keeps alive.</summary>
    SizedRefHandle,

    /// <summary>A dependent handle whose key is never collected (such as a <c>Type</c>), and that is no entry of a
    /// <c>ConditionalWeakTable</c>.</summary>
    DependentHandle,

    /// <summary>An object that waits for its finalizer to run.</summary>
    FinalizerQueue,

    /// <summary>Nothing but its place: an object in a frozen segment, such as a literal or the Type object of a type that can't be
    /// unloaded, is never collected.</summary>
    Frozen,

    /// <summary>A word in damaged memory of the heap that looks like a reference of an object that could not be read.</summary>
    UnreadMemory,
}
