using System.Text;

namespace HeapGraph.Core.Graph.Values;

/// <summary>A way from an object to a value: <c>Buyer.Address.Lines[0]</c>, <c>Prices["bolt"]</c>, <c>Name.Length</c>. Without parts it is
/// the object itself, which is written <c>this</c>.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Parts">What is followed, one after the other.</param>
internal sealed record ValuePath(string Text, IReadOnlyList<PathPart> Parts)
{
    /// <summary>How the object itself is written.</summary>
    public const string Self = "this";

    /// <summary>How the type of what a path has led to is written. Nothing follows it.</summary>
    public const string Type = "GetType()";

    /// <summary>The path to the object itself.</summary>
    public static ValuePath ToSelf { get; } = new(Self, []);

    /// <summary>The beginning of the path, up to one of its parts and with it: <c>Buyer.Address</c>.</summary>
    /// <param name="part">Which; none at all for -1.</param>
    public string Through(int part)
    {
        var text = new StringBuilder();
        foreach (var step in Parts.Take(part + 1))
        {
            text.Append(text.Length > 0 && step is PathPart.Field ? "." : "").Append(step);
        }

        return text.Length == 0 ? Self : text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(ValuePath? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => Through(Parts.Count - 1).GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>One part of a path.</summary>
internal abstract record PathPart
{
    private PathPart()
    {
    }

    /// <summary>A field, or a property that is made of one; <c>Count</c> and <c>Length</c> too.</summary>
    internal sealed record Field(string Name) : PathPart
    {
        /// <inheritdoc/>
        public override string ToString() => Name;
    }

    /// <summary>The place of an element, or the number under which a dictionary keeps a value.</summary>
    internal sealed record Index(long Number) : PathPart
    {
        /// <inheritdoc/>
        public override string ToString() => $"[{Number}]";
    }

    /// <summary>The text under which a dictionary keeps a value.</summary>
    internal sealed record Key(string Text) : PathPart
    {
        /// <inheritdoc/>
        public override string ToString() => $"[\"{Text}\"]";
    }
}
