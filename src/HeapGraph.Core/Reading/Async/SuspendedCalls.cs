using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Async;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Roots;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Async;

/// <summary>The calls that the runtime itself has suspended (.NET 11): all methods of one chain are one task, which leads to their Continuations.</summary>
internal sealed class SuspendedCalls(WalkedDump dump, ObjectGraph graph, FieldReader fields, SourceLines lines)
{
    private const int MaxCalls = 10_000;
    private readonly SuspendedMethods _methods = new(dump.Image, fields, new CodeMethods(dump.Runtime));
    private readonly Dictionary<ulong, HeapFrame?> _frameByCode = [];

    /// <summary>The calls that a task stands for; null where nothing of it is suspended.</summary>
    public AsyncCall? Of(int task, string outer)
    {
        var (frames, awaited) = (new List<HeapFrame>(), 0UL);
        var next = fields.ReadObject(dump.Runtime.Heap.GetObject(graph.AddressOf(task)), FrameworkContinuation.First);
        var met = new HashSet<ulong>();
        for (; met.Count < MaxCalls && next is { Type: { } type } at && met.Add(at.Address); next = fields.ReadObject(at, FrameworkContinuation.Caller))
        {
            if (type.Name == FrameworkContinuation.OfAwait)
            {
                awaited = fields.ReadObject(at, FrameworkContinuation.Awaited)?.Address ?? 0;
            }
            else if (FrameOf(at) is { } frame)
            {
                frames.Add(frame);
            }
        }

        frames.Reverse();
        var to = awaited == 0 ? -1 : graph.Addresses.IndexOf(awaited);
        return frames.Count == 0 ? null : new AsyncCall(task, frames, to < 0 ? [] : [to], to < 0 ? "no object" : FrameworkAwaits.Of(graph.TypeOf(to)), outer);
    }

    private HeapFrame? FrameOf(ClrObject continuation)
    {
        if (_methods.CodeOf(continuation) is not { } code)
        {
            return null;
        }

        if (!_frameByCode.TryGetValue(code, out var frame))
        {
            var method = dump.Runtime.GetMethodByInstructionPointer(code);
            var name = method is null ? null : GeneratedName.FrameInSource(method.Type?.Name, method.Name ?? "?");
            frame = name is null || name.StartsWith(FrameworkContinuation.Helpers, StringComparison.Ordinal) ? null : new HeapFrame(name, lines.OfCode(method!, code));
            _frameByCode[code] = frame;
        }

        return frame;
    }
}
