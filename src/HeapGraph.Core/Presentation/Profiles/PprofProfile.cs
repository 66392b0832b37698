using System.IO.Compression;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Profiles;

/// <summary>A retention tree for <c>pprof</c>: samples of objects and bytes, with the path from the root as their stack.</summary>
/// <remarks>Source: github.com/google/pprof, proto/profile.proto; gzipped, as its tools expect.</remarks>
internal static class PprofProfile
{
    // Fields of Profile; those of the other messages are at most four and stand where they are used.
    private const int SampleType = 1, Sample = 2, Location = 4, Function = 5, StringTable = 6, Comment = 13, DefaultSampleType = 14;

    /// <summary>Writes the file. The same tree gives the same bytes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="tree">What to show.</param>
    /// <param name="shortNames">Type names without namespaces.</param>
    public static void Write(Stream output, string target, RetentionTree tree, bool shortNames)
    {
        var stacks = new StackSamples(tree, shortNames);
        List<string> strings = ["", "objects", "count", "space", "bytes", RetentionWording.Header(target, tree)];
        var comments = RetentionWording.Footer(tree).ToArray();
        var (firstComment, firstName) = (strings.Count, strings.Count + comments.Length);
        strings.AddRange(comments);
        strings.AddRange(stacks.Frames);

        var profile = new ProtobufMessage()
            .Add(SampleType, new ProtobufMessage().Add(1, 1).Add(2, 2))   // type and unit
            .Add(SampleType, new ProtobufMessage().Add(1, 3).Add(2, 4));
        foreach (var sample in stacks.Samples)
        {
            // Locations are numbered from 1; the leaf comes first.
            profile.Add(Sample, new ProtobufMessage()
                .Add(1, sample.Stack.Reverse().Select(frame => frame + 1L))
                .Add(2, [sample.Objects, sample.Bytes]));
        }

        for (var frame = 0; frame < stacks.Frames.Count; frame++)
        {
            profile
                .Add(Location, new ProtobufMessage().Add(1, frame + 1).Add(4, new ProtobufMessage().Add(1, frame + 1)))   // its line's function
                .Add(Function, new ProtobufMessage().Add(1, frame + 1).Add(2, firstName + frame).Add(3, firstName + frame));
        }

        strings.ForEach(text => profile.Add(StringTable, text));
        profile.Add(Comment, Enumerable.Range(firstComment - 1, comments.Length + 1).Select(text => (long)text));
        profile.Add(DefaultSampleType, 3);
        using var zipped = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        zipped.Write(profile.Bytes);
    }
}
