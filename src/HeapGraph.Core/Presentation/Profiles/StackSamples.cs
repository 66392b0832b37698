using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Profiles;

/// <summary>A retention tree as a profiler sees it: per node the path from the top as a stack, and what the node is itself.</summary>
/// <remarks>The samples add up to what the top retains. One frame per name.</remarks>
internal sealed class StackSamples
{
    private readonly Dictionary<string, int> _frameByName = [];
    private readonly List<string> _frames = [];
    private readonly List<StackSample> _samples = [];

    public StackSamples(RetentionTree tree, bool shortNames)
    {
        // The whole heap is no frame: every profiler has a total of its own.
        if (tree.Top.Kind == RetentionKind.Heap)
        {
            foreach (var child in tree.Top.Children)
            {
                Add(child, [], shortNames);
            }
        }
        else
        {
            Add(tree.Top, [], shortNames);
        }
    }

    /// <summary>The names of the frames by number.</summary>
    public IReadOnlyList<string> Frames => _frames;

    public IReadOnlyList<StackSample> Samples => _samples;

    private void Add(RetentionNode node, int[] above, bool shortNames)
    {
        var name = RetentionWording.NameOf(node, shortNames);
        if (!_frameByName.TryGetValue(name, out var frame))
        {
            _frameByName.Add(name, frame = _frames.Count);
            _frames.Add(name);
        }

        int[] stack = [.. above, frame];
        if (node.Objects > 0)
        {
            _samples.Add(new StackSample(stack, node.Objects, node.Bytes));
        }

        foreach (var child in node.Children)
        {
            Add(child, stack, shortNames);
        }
    }
}

/// <summary>Objects that hang on the same path.</summary>
/// <param name="Stack">Frame numbers, the top of the tree first.</param>
/// <param name="Objects">How many.</param>
/// <param name="Bytes">Their sizes added up.</param>
internal sealed record StackSample(int[] Stack, long Objects, long Bytes);
