namespace HeapGraph.Benchmarks;

/// <summary>HeapGraph in one of its forms.</summary>
/// <param name="Form">What the tables call it.</param>
/// <param name="Program">The executable.</param>
/// <param name="Bytes">What of it is installed.</param>
/// <param name="IsChosen">It is measured on the large heaps too.</param>
internal sealed record Tool(string Form, string Program, long Bytes, bool IsChosen);
