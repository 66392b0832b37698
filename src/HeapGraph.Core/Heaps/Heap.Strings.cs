using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Inspections.Strings;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph;

public sealed partial class Heap
{
    /// <summary>The values of strings: how many strings have each, what the copies waste, and who holds most of them.</summary>
    /// <remarks>Reads each string once, and those that are alike a second time; for the holders a dominator tree.</remarks>
    /// <param name="limit">How many values; 0 for all.</param>
    /// <param name="sort">The order.</param>
    /// <param name="pattern">Only strings that it matches: a text that they contain, with <c>*</c> and <c>?</c> what the whole is like, or
    /// <c>/a regular expression/</c>; null for all.</param>
    /// <param name="scope">Which strings count.</param>
    /// <exception cref="ArgumentException">The pattern is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read, or does not hold strings.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.Strings(sort: StringSort.Longest, limit: 5));</code></example>
    public HeapStrings Strings(int limit = 10, StringSort sort = StringSort.Wasted, string? pattern = null, ObjectScope scope = ObjectScope.Reachable)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var options = new StringOptions(scope, sort, limit, pattern is null ? null : new TextPattern(pattern, isAnywhere: true));
        _reading.Read(GraphParts.Reachability);
        var counting = _reading.Within(scope);
        var tree = scope == ObjectScope.Unreachable ? null : _reading.Dominators();
        var table = _reading.WithValues("Comparing strings", 0, (snapshot, _) => PlainText.Invariantly(() => StringReport.Of(snapshot, counting, options, tree, _reading.Cancellation)));
        return new HeapStrings(Target, table) { Words = _reading.Words };
    }
}
