using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>Exceptions with all that is inside them, as far as the dump holds their memory.</summary>
internal sealed class Exceptions(StackFrames frames, FieldReader fields, MemoryImage image, bool hidesValues)
{
    private const int MaxDepth = 16, MaxInner = 256;   // damaged memory may have one that is within itself

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/AggregateException.cs
    private const string Several = "System.AggregateException", SeveralInner = "_innerExceptions";

    public HeapException Of(ClrException exception)
    {
        var left = MaxInner;
        return Of(exception, 0, ref left);
    }

    private HeapException Of(ClrException exception, int depth, ref int left)
    {
        var memory = new ExceptionMemory(exception, fields, image);
        var (all, count) = InnerOf(exception, memory);
        var inner = new List<HeapException>();
        foreach (var each in depth == MaxDepth ? [] : all)
        {
            if (left == 0)
            {
                break;
            }

            left--;
            inner.Add(Of(each, depth + 1, ref left));
        }

        var stack = memory.HoldsStack ? CutStack.Of(exception) : default;
        return new(CSharpTypeName.FullNameOf(exception.Type.Name ?? "?"), hidesValues ? null : memory.Message, exception.Address)
        {
            HResult = exception.HResult,
            Frames = [.. (stack.Inner ?? []).Select(frames.Of)],
            FramesLeftOut = stack.LeftOut + (stack.Outer?.Count ?? 0),
            Inner = inner,
            InnerLeftOut = count - inner.Count,
            Unread = memory.Missing,
        };
    }

    private (IEnumerable<ClrException> Inner, int Count) InnerOf(ClrException exception, ExceptionMemory memory)
    {
        if (exception.Type.Name == Several && fields.ReadObject(exception.AsObject(), SeveralInner) is { IsArray: true } list)
        {
            var array = list.AsArray();
            return (Enumerable.Range(0, array.Length).Select(index => array.GetObjectValue(index)).TakeWhile(inner => inner.IsException).Select(inner => inner.AsException()!), array.Length);
        }

        return (memory.HoldsInner, exception) switch
        {
            (false, _) => ([], 1),
            (_, { Inner: { } only }) => ([only], 1),
            _ => ([], 0),
        };
    }
}
