namespace HeapGraph.Benchmarks.Contenders;

/// <summary>A program that is measured, as the command line that starts it.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Name">How the tables call it.</param>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">The dump among them.</param>
/// <param name="Tool">The form of HeapGraph that it is; null for all others.</param>
internal sealed record Contender(ContenderKind Kind, string Name, string Program, IReadOnlyList<string> Arguments, Tool? Tool = null)
{
    /// <summary>ClrMD's own way to the same answer, or the nearest there is; for triage the dominators that it begins with.</summary>
    public ContenderKind? Counterpart => Kind switch
    {
        ContenderKind.CommonAll => ContenderKind.ClrMdObjects,
        ContenderKind.Common or ContenderKind.Dominators => ContenderKind.ClrMdReferences,
        ContenderKind.Backrefs => ContenderKind.ClrMdRoot,
        ContenderKind.Triage => ContenderKind.Dominators,
        _ => null,
    };

    /// <summary>True when it holds the references of every object, and turned round too.</summary>
    public bool HoldsBothDirections => Kind is ContenderKind.Backrefs or ContenderKind.Dominators or ContenderKind.Triage;
}
