namespace HeapGraph;

/// <summary>Which objects count.</summary>
public enum ObjectScope
{
    /// <summary>Only objects that a GC root keeps alive, directly or not: what a collection would leave.</summary>
    Reachable,

    /// <summary>Every object on the heap, garbage that was not collected yet included.</summary>
    All,

    /// <summary>Only objects that no GC root reaches: garbage that was not collected yet.</summary>
    Unreachable,
}
