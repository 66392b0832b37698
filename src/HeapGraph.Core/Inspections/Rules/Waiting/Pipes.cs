using HeapGraph.Core.Graph.Names.Frameworks.Holders;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Pipes whose readers have stopped, or are slower than what is written: much waits in one, or in many of one place.</summary>
/// <remarks>A pipe with its defaults makes a writer wait from 64 KB on; what many hold below that is in order.</remarks>
internal sealed class Pipes : ILeakInspection
{
    public string Name => "pipes";

    public string Subject => "pipes that nobody reads";

    public string FalseAlarms => "A pipe with a large pauseWriterThreshold of which more is read soon, and many connections whose other ends are slow.";

    private const int MostPipes = 100_000;
    private const int MostSegments = 10_000_000;
    private const long LeastOfMany = 32 << 10;   // half of what a pipe takes before its writer has to wait

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Contents is not { } contents ? []
        : heap.TypesWithField(heap.TypesWith(1).Where(type => FrameworkPipes.Is(heap.Graph.Types[type].Name)), FrameworkPipes.Waiting)
            .SelectMany(found => heap.ObjectsOf(found.Type).ToArray().Select(pipe => (Pipe: pipe, Bytes: contents.NumberIn(pipe, found.Field) ?? 0)))
            .Where(pipe => pipe.Bytes >= LeastOfMany)
            .OrderByDescending(pipe => pipe.Bytes).ThenBy(pipe => pipe.Pipe).Take(MostPipes)
            .GroupBy(pipe => heap.Tree.DominatorOf(pipe.Pipe) is >= 0 and var holder ? heap.Graph.TypeIndexOf(holder) : -1 - heap.Graph.TypeIndexOf(pipe.Pipe))
            .SelectMany(same => Judged(heap, [.. same]));

    private static IEnumerable<LeakFinding> Judged(InspectedHeap heap, (int Pipe, long Bytes)[] pipes)
    {
        // Where there are not many, those that hold much count by themselves.
        var backed = pipes.Length >= LeakThresholds.LeastObjects ? pipes : Array.FindAll(pipes, pipe => pipe.Bytes >= heap.Thresholds.MuchBytes);
        return (from pipe in backed
                let reference = heap.ReferenceTo(pipe.Pipe)?.Keeper
                where reference is not null
                group (pipe.Pipe, pipe.Bytes, reference) by LeakFingerprint.Of(["pipe", .. reference.PlaceParts])).Select(same => FindingOf(heap, same.Key, [.. same]))
            .Where(finding => finding.RetainedBytes >= heap.Thresholds.MuchBytes);
    }

    private static LeakFinding FindingOf(InspectedHeap heap, string id, (int Pipe, long Bytes, SuspectReference Reference)[] pipes)
    {
        int[] segments = [.. pipes.SelectMany(pipe => SegmentsOf(heap, pipe.Pipe)).Distinct()];
        var word = FrameworkPipes.WordOf(heap.Graph.TypeOf(pipes[0].Pipe));
        var (bytes, place) = (pipes.Sum(pipe => pipe.Bytes), pipes[0].Reference.InWords);
        int[] all = [.. segments, .. segments.SelectMany(segment => heap.Graph.References[segment].ToArray()).Where(part => heap.Graph.TypeOf(part).Name != FrameworkPipes.Segment).Distinct()];
        var suspect = new Suspect(heap, all)
        {
            Count = segments.Length,
            Reference = pipes[0].Reference,
            Sureness = (LeakCertainty.Possible, "a backlog that is read later looks the same"),
            Aged = segments,
            Explained = [.. heap.WithHolders(heap.WithHolders([.. pipes.Select(pipe => pipe.Pipe)])), .. heap.WithHolders(all)],   // each may have an owner of its own
        };
        suspect = suspect with { Tail = $", {heap.ShareOf(suspect.Bytes)}" };
        var segmentsInWords = $"{segments.Length:N0} {(segments.Length == 1 ? "segment" : "segments")}";
        return suspect.Finding(
            id,
            pipes.Length == 1 ? $"The {word} in {place} has {bytes.AsByteSize} that nobody reads ({segmentsInWords})"
                : $"{pipes.Length:N0} {word}s in {place} have {bytes.AsByteSize} that nobody reads ({segmentsInWords})",
            [
                $"{bytes:N0} bytes were written and have not been consumed, in {segmentsInWords}{(pipes.Length == 1 ? "" : $" of {pipes.Length:N0} {word}s, {pipes[0].Bytes.AsByteSize} at most in one")}: "
                    + "the reader has stopped, or is slower than the writer.",
                "The segments are buffers from a pool: what still stands in them says nothing, and equal contents are no copies.",
            ],
            $"Looked for: pipes with {heap.Thresholds.MuchBytes.AsByteSize} unread or more each, or {LeakThresholds.LeastObjects} in one place with 32 KB each or more.",
            remedy: word == "pipe"
                ? "See that the reader runs to the end and advances (PipeReader.AdvanceTo), and complete both ends when either fails; give the pipe a pauseWriterThreshold and await FlushAsync, "
                    + "so that the writer waits for the reader."
                : "Advance past what has been read (the first argument of PipeReader.AdvanceTo is what was consumed), and complete the reader at its end.",
            NextCommand.ChainsTo(heap.Graph.AddressOf(pipes[0].Pipe)));
    }

    private static List<int> SegmentsOf(InspectedHeap heap, int pipe)
    {
        var graph = heap.Graph;
        var segments = new List<int>();
        var seen = new HashSet<int>();
        for (var at = First(); at >= 0 && segments.Count < MostSegments && seen.Add(at); at = Next(at))
        {
            segments.Add(at);
        }

        return segments;

        int First()
        {
            foreach (var target in graph.References[pipe])
            {
                if (graph.TypeOf(target).Name == FrameworkPipes.Segment && heap.LabelsOf(pipe, target).Any(label => label.IsField(FrameworkPipes.First)))
                {
                    return target;
                }
            }

            return -1;
        }

        int Next(int segment)
        {
            foreach (var target in graph.References[segment])
            {
                if (target != segment && graph.TypeOf(target).Name == FrameworkPipes.Segment)
                {
                    return target;
                }
            }

            return -1;
        }
    }
}
