using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Conditions;

/// <summary>What must hold for an object: <c>Buyer.Name = "x" and Items.Count &gt; 100</c>.</summary>
internal abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>All comparisons in it, from left to right.</summary>
    public abstract IEnumerable<Comparison> Comparisons { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; private init; } = 1;

    /// <summary>Holds when a value is as wanted.</summary>
    internal sealed record Comparison(ValuePath Path, ComparisonKind Kind, Literal Wanted) : Condition
    {
        /// <inheritdoc/>
        public override IEnumerable<Comparison> Comparisons => [this];
    }

    /// <summary>Holds when each of some does.</summary>
    internal sealed record All : Condition
    {
        public All(IReadOnlyList<Condition> parts) => (Parts, Count) = (parts, parts.Sum(part => part.Count));

        /// <summary>These.</summary>
        public IReadOnlyList<Condition> Parts { get; }

        /// <inheritdoc/>
        public override IEnumerable<Comparison> Comparisons => Parts.SelectMany(part => part.Comparisons);
    }

    /// <summary>Holds when one of some does.</summary>
    internal sealed record Any : Condition
    {
        public Any(IReadOnlyList<Condition> parts) => (Parts, Count) = (parts, parts.Sum(part => part.Count));

        /// <summary>These.</summary>
        public IReadOnlyList<Condition> Parts { get; }

        /// <inheritdoc/>
        public override IEnumerable<Comparison> Comparisons => Parts.SelectMany(part => part.Comparisons);
    }
}
