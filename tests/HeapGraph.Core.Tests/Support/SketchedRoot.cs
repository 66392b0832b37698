using System.Globalization;
using System.Text.RegularExpressions;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Tests.Support;

/// <summary>A root by the words that a reader of heaps has for it.</summary>
internal static partial class SketchedRoot
{
    /// <summary>With the parts of its name: <c>Worker.Run (thread 7 "pool")</c>, <c>thread 7</c>, <c>Shop.Cache.Items</c>, <c>unknown 7f12</c>.</summary>
    public static HeapRoot Of(HeapRootKind kind, int objectIndex, string? name, ulong address)
    {
        var (place, thread) = name is null ? (null, null)
            : InThread.Match(name) is { Success: true } both ? (both.Groups[1].Value, both.Groups[2].Value)
            : name.StartsWith("thread ", StringComparison.Ordinal) ? (null, name) : (name, (string?)null);
        return new HeapRoot(kind, objectIndex, name, address)
        {
            Parts = name is null ? null : new RootName(name)
            {
                Field = kind is HeapRootKind.Static or HeapRootKind.ThreadStatic && place?.StartsWith("unknown ", StringComparison.Ordinal) == false ? place : null,
                Method = kind is HeapRootKind.Stack ? place : null,
                Thread = thread,
                StackOf = kind == HeapRootKind.Stack && thread is not null ? int.Parse(thread.Split(' ')[1], CultureInfo.InvariantCulture) : null,
            },
        };
    }

    [GeneratedRegex(@"^(.*) \((thread .*)\)$")]
    private static partial Regex InThread { get; }
}
