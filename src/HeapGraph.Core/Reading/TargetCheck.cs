namespace HeapGraph.Core.Reading;

/// <summary>How a check of a target ended.</summary>
internal enum CheckState
{
    /// <summary>Nothing stands in the way.</summary>
    Good,

    /// <summary>The target can be read all the same, in another way or less of it.</summary>
    Limited,

    /// <summary>The target can't be read.</summary>
    Bad,
}

/// <summary>One thing that reading a target depends on.</summary>
/// <param name="Name">What was looked at: "ptrace", "DAC".</param>
/// <param name="State">How it is.</param>
/// <param name="Finding">What was found.</param>
/// <param name="Remedy">What would help; null when there is nothing to do.</param>
internal sealed record TargetCheck(string Name, CheckState State, string Finding, Remedy? Remedy = null)
{
    /// <param name="name">What was looked at.</param>
    /// <param name="state">How it is.</param>
    /// <param name="finding">What was found.</param>
    /// <param name="advice">What would help, as a sentence.</param>
    public TargetCheck(string name, CheckState state, string finding, string advice)
        : this(name, state, finding, new Remedy.Plain(advice))
    {
    }
}
