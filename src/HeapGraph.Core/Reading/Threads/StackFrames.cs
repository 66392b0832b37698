using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Roots;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>The managed frames of a thread, and of an exception, as the source has them.</summary>
/// <param name="lines">Tells the lines.</param>
/// <param name="tick">Called now and then on the way; null for nothing.</param>
internal sealed class StackFrames(SourceLines lines, Action? tick = null)
{
    private const int FramesPerTick = 256;

    private int _frames;

    /// <summary>Those of a thread, the innermost first.</summary>
    public List<WalkedFrame> Of(IReadOnlyList<ClrStackFrame> all)
    {
        var found = new List<WalkedFrame>();
        ClrStackFrame? note = null;
        foreach (var (number, frame) in all.Index())
        {
            if (frame.Kind == ClrStackFrameKind.Runtime && number + 1 < all.Count && NameOf(all[number + 1].Method) == NameOf(frame.Method))
            {
                note = frame;
                continue;
            }

            found.Add(new WalkedFrame(frame, Of(frame), note));
            note = null;
        }

        return found;
    }

    /// <summary>One frame.</summary>
    public HeapFrame Of(ClrStackFrame frame)
    {
        if (++_frames % FramesPerTick == 0)
        {
            tick?.Invoke();
        }

        return new(NameOf(frame.Method), frame.Kind == ClrStackFrameKind.Runtime ? null : lines.Of(frame));
    }

    // A damaged dump, or one without heap, may not hold which it is.
    private static string NameOf(ClrMethod? method) => method is null ? HeapFrame.Unknown : GeneratedName.FrameInSource(method.Type?.Name, method.Name ?? "?");
}

/// <summary>A frame of a method.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Named">The same as the source has it.</param>
/// <param name="Note">What the runtime itself has noted of a call out of it, which repeats the frame and may hold its arguments; null where there is no such thing.</param>
internal readonly record struct WalkedFrame(ClrStackFrame Frame, HeapFrame Named, ClrStackFrame? Note);
