namespace HeapGraph.Core.Presentation.Words;

/// <summary>How results tell their reader what helps, what can be set and how to go on: in the library by its calls, on the command
/// line by its options.</summary>
internal interface IRemedyWords
{
    /// <summary>What helps, as a sentence or more.</summary>
    string Of(Remedy remedy);

    /// <summary>A term within a sentence.</summary>
    string Of(Term term);

    /// <summary>How to ask what a finding suggests.</summary>
    string Of(NextCommand next);
}
