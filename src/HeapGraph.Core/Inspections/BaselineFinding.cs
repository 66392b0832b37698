namespace HeapGraph.Core.Inspections;

/// <summary>A finding of an earlier report.</summary>
/// <param name="Id">Its fingerprint.</param>
/// <param name="Title">What was wrong.</param>
/// <param name="RetainedBytes">What it retained.</param>
/// <param name="Objects">How many objects had piled up.</param>
internal sealed record BaselineFinding(string Id, string Title, long RetainedBytes, long Objects)
{
    public static BaselineFinding Of(LeakFinding finding) => new(finding.Id, finding.Title, finding.RetainedBytes, finding.Objects);
}
