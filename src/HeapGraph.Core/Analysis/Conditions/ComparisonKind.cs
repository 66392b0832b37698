namespace HeapGraph.Core.Analysis.Conditions;

/// <summary>Ways to compare.</summary>
internal enum ComparisonKind
{
    /// <summary>=</summary>
    Equal,

    /// <summary>!=</summary>
    NotEqual,

    /// <summary>&lt;</summary>
    Less,

    /// <summary>&lt;=</summary>
    LessOrEqual,

    /// <summary>&gt;</summary>
    Greater,

    /// <summary>&gt;=</summary>
    GreaterOrEqual,

    /// <summary>~, as a pattern</summary>
    Matches,

    /// <summary>!~</summary>
    MatchesNot,
}
