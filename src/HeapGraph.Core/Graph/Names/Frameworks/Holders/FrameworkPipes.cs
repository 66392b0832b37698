namespace HeapGraph.Core.Graph.Names.Frameworks.Holders;

/// <summary>What pipes look like on the heap.</summary>
/// <remarks>Sources: https://github.com/dotnet/runtime/blob/main/src/libraries/System.IO.Pipelines/src/System/IO/Pipelines/Pipe.cs, StreamPipeReader.cs and BufferSegment.cs
/// beside it.</remarks>
internal static class FrameworkPipes
{
    /// <summary>A piece of what was written and not yet read; it refers to the next one.</summary>
    public const string Segment = "System.IO.Pipelines.BufferSegment";

    /// <summary>The first segment that was not read to its end.</summary>
    public const string First = "_readHead";

    private const string Reader = "System.IO.Pipelines.StreamPipeReader";

    /// <summary>How many bytes wait: of a pipe, and of a reader of a stream.</summary>
    public static readonly string[] Waiting = ["_unconsumedBytes", "_bufferedBytes"];

    /// <summary>Whether what was written waits in objects of a type.</summary>
    /// <param name="name">Its full name.</param>
    public static bool Is(string name) => name is "System.IO.Pipelines.Pipe" or Reader;

    /// <summary>What programmers call one.</summary>
    public static string WordOf(HeapType type) => type.Name == Reader ? "PipeReader" : "pipe";
}
