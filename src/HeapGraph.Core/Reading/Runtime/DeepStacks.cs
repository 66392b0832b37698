using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>How far stacks are walked.</summary>
internal static class DeepStacks
{
    /// <summary>How many frames are walked: a damaged stack may have no end.</summary>
    public const int MostFrames = 500_000;

    // The DAC of .NET 9 takes the longer for a frame, the deeper it is.
    private const int MostFramesOfNet9 = 30_000, Net9 = 9;

    /// <summary>The same for the threads of a runtime.</summary>
    public static int MostFramesOf(ClrRuntime runtime) => runtime.ClrInfo.Version.Major == Net9 ? MostFramesOfNet9 : MostFrames;
}
