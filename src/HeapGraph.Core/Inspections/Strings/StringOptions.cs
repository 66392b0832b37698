using HeapGraph.Core.Analysis.Patterns;

namespace HeapGraph.Core.Inspections.Strings;

/// <summary>What a table of strings shows.</summary>
/// <param name="Scope">Which strings count.</param>
/// <param name="Sort">The order.</param>
/// <param name="Limit">How many values; 0 for all.</param>
/// <param name="Pattern">What they have to match; null for nothing.</param>
internal sealed record StringOptions(ObjectScope Scope, StringSort Sort, int Limit, TextPattern? Pattern);
