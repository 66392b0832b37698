namespace HeapGraph.Core.Presentation.Text;

/// <summary>The colour of a root on the terminal, to be read on a light and on a dark one; its kind stands in words beside it.</summary>
internal static class RootColour
{
    public static string Of(HeapRootKind kind) => kind switch
    {
        HeapRootKind.Static or HeapRootKind.ThreadStatic => "green",
        HeapRootKind.Stack => "olive",
        HeapRootKind.FinalizerQueue => "magenta",
        HeapRootKind.Unknown or HeapRootKind.UnreadMemory => "dim",
        _ => "blue",
    };
}
