using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Details;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>Exceptions with all that is inside them.</summary>
internal sealed class Exceptions(StackFrames frames, FieldReader fields, bool hidesValues)
{
    private const int MaxDepth = 16, MaxInner = 64;

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/AggregateException.cs
    private const string Several = "System.AggregateException", SeveralInner = "_innerExceptions";

    public HeapException Of(ClrException exception) => Of(exception, 0);

    private HeapException Of(ClrException exception, int depth) => new(CSharpTypeName.FullNameOf(exception.Type.Name ?? "?"), hidesValues ? null : exception.Message, exception.Address)
    {
        HResult = exception.HResult,
        Frames = [.. exception.StackTrace.Where(frame => frame.Method is not null).Select(frames.Of)],
        Inner = depth == MaxDepth ? [] : [.. InnerOf(exception).Select(inner => Of(inner, depth + 1))],
    };

    private IEnumerable<ClrException> InnerOf(ClrException exception)
    {
        if (exception.Type.Name == Several && fields.ReadObject(exception.AsObject(), SeveralInner) is { IsArray: true } list)
        {
            var array = list.AsArray();
            for (var index = 0; index < Math.Min(array.Length, MaxInner); index++)
            {
                if (array.GetObjectValue(index) is { IsException: true } inner)
                {
                    yield return inner.AsException()!;
                }
            }
        }
        else if (exception.Inner is { } inner)
        {
            yield return inner;
        }
    }
}
