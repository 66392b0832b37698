using HeapGraph.Core.Inspections;

namespace HeapGraph;

public sealed partial record LeakReport
{
    /// <summary>Suspects that the report is silent about, the gravest first; they stand in no other list and no count.</summary>
    public IReadOnlyList<SilencedFinding> Silenced { get; init; } = [];

    /// <summary>The same report, silent about some suspects. Of two silences for one the first holds.</summary>
    /// <param name="silences">By the suspects' ids; that of none here changes nothing.</param>
    internal LeakReport Silencing(IReadOnlyList<FindingSilence> silences)
    {
        var silenceById = silences.DistinctBy(silence => silence.Id).ToDictionary(silence => silence.Id);
        var left = Findings.Where(finding => !silenceById.ContainsKey(finding.Id)).ToArray();
        return left.Length == Findings.Count ? this : this with
        {
            Findings = left,
            FindingCount = left.Length,
            Silenced = [.. Findings.Where(finding => silenceById.ContainsKey(finding.Id)).Select(finding => new SilencedFinding(finding, silenceById[finding.Id]))],
        };
    }

    /// <summary>Those of an earlier heap that this one has not, silenced or not.</summary>
    private BaselineFinding[] GoneOf(IEnumerable<BaselineFinding> before) =>
        [.. before.ExceptBy(Findings.Concat(Silenced.Select(silenced => silenced.Finding)).Select(finding => finding.Id), finding => finding.Id)];
}

/// <summary>A leak suspect that is known and is to be silent about: <see cref="Heap.Triage"/> counts it, and names it apart from the others.</summary>
/// <param name="Id">The suspect's <see cref="LeakFinding.Id"/>, which is the same in every dump and build.</param>
/// <param name="Reason">Why; null for no reason.</param>
public sealed record FindingSilence(string Id, string? Reason = null)
{
    /// <summary>Who says so, such as a file; null for nobody.</summary>
    public string? Source { get; init; }
}

/// <summary>A leak suspect that a heap has and a report is silent about.</summary>
/// <param name="Finding">The suspect.</param>
/// <param name="By">Who wanted it.</param>
public sealed record SilencedFinding(LeakFinding Finding, FindingSilence By);
