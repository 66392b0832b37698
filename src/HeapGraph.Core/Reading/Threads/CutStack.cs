using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>A stack as it is walked; of one that ran over the innermost and the outermost frames.</summary>
/// <param name="Inner">The innermost first.</param>
/// <param name="Outer">The outermost, in the same order; empty where all are among the others.</param>
/// <param name="LeftOut">How many frames there are between them, or further out than the innermost.</param>
/// <param name="IsGivenUp">Whether it goes on where the walk was given up.</param>
internal readonly record struct CutStack(IReadOnlyList<ClrStackFrame> Inner, IReadOnlyList<ClrStackFrame> Outer, int LeftOut, bool IsGivenUp)
{
    private const int MostInner = 8_000, MostOuter = 1_000;

    public static CutStack Of(ClrThread thread, ClrRuntime runtime)
    {
        var most = DeepStacks.MostFramesOf(runtime);
        return Of(thread.EnumerateStackTrace(includeContext: false, most), most);
    }

    /// <summary>Where an exception was thrown and what it has passed since.</summary>
    public static CutStack Of(ClrException exception) => Of(exception.EnumerateExceptionStackTrace().Take(DeepStacks.MostFrames), DeepStacks.MostFrames);

    private static CutStack Of(IEnumerable<ClrStackFrame> walked, int most)
    {
        var (inner, outer, left, count) = (new List<ClrStackFrame>(), new Queue<ClrStackFrame>(), 0, 0);
        foreach (var frame in walked)
        {
            count++;
            if (frame is { Method: null, Kind: not ClrStackFrameKind.ManagedMethod })
            {
                continue;
            }

            if (inner.Count < MostInner)
            {
                inner.Add(frame);
                continue;
            }

            outer.Enqueue(frame);
            if (outer.Count > MostOuter)
            {
                outer.Dequeue();
                left++;
            }
        }

        return count < most ? new CutStack(inner, [.. outer], left, IsGivenUp: false) : new CutStack(inner, [], left + outer.Count, IsGivenUp: true);
    }
}
