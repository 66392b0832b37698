namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>The shape, line and colour of a GC root: the same family for roots that are alike to the one who hunts.</summary>
/// <param name="Family">What the legend calls it.</param>
/// <param name="Shape">Graphviz's name of the shape.</param>
/// <param name="IsDashed">Whether its line is broken.</param>
/// <param name="Lines">How many lines go round it.</param>
internal sealed record RootLook(string Family, string Shape, bool IsDashed = false, int Lines = 1)
{
    public static RootLook Of(HeapRootKind kind) => kind switch
    {
        HeapRootKind.Static => new("static", "cylinder"),
        HeapRootKind.ThreadStatic => new("static", "cylinder", IsDashed: true),
        HeapRootKind.Stack => new("stack", "component"),
        HeapRootKind.PinnedHandle or HeapRootKind.AsyncPinnedHandle => new("handle", "octagon", Lines: 2),
        HeapRootKind.DependentHandle => new("handle", "octagon", IsDashed: true),
        HeapRootKind.StrongHandle or HeapRootKind.RefCountedHandle or HeapRootKind.SizedRefHandle => new("handle", "octagon"),
        HeapRootKind.FinalizerQueue => new("finalizer queue", "tab"),
        HeapRootKind.Frozen => new("frozen segment", "folder"),
        _ => new("unknown root", "ellipse", IsDashed: true),
    };

    public (string Fill, string Text) ColoursIn(PictureTheme theme) => Family switch
    {
        "static" => theme.Static,
        "stack" => theme.Stack,
        "handle" => theme.Handle,
        "finalizer queue" => theme.Queue,
        _ => theme.OtherRoot,
    };
}
