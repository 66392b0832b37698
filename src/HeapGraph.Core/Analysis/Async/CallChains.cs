using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Async;

namespace HeapGraph.Core.Analysis.Async;

/// <summary>Puts calls that await each other together, from the outermost inwards, and equal chains into one.</summary>
internal sealed class CallChains
{
    private const int MaxDepth = 2_000;
    private const long StepsForEach = 4, FreeSteps = 1_000_000;   // calls that two await each double the ways through them
    private const string Ring = "itself, in a ring";

    private readonly Dictionary<int, AsyncCall> _callByObject;
    private readonly Dictionary<(int Parent, HeapFrame Frame), int> _numberByStep = [];
    private readonly List<(int Parent, HeapFrame Frame)> _steps = [];
    private readonly Dictionary<(int Last, string Outer, string Awaits), (long Count, int Sample)> _chains = [];
    private readonly HashSet<int> _met = [];

    private long _stepsLeft;

    private CallChains(IReadOnlyList<AsyncCall> calls)
    {
        _callByObject = calls.ToDictionary(call => call.Object);
        _stepsLeft = FreeSteps + StepsForEach * calls.Count;
    }

    /// <summary>The chains, the most common first, and a sentence where not all were followed.</summary>
    public static (IReadOnlyList<AsyncChains> Chains, string? NotFollowed) Of(IReadOnlyList<AsyncCall> calls, ObjectGraph graph, CancellationToken cancellation)
    {
        var chains = new CallChains(calls);
        var awaited = calls.SelectMany(call => call.Awaits).ToHashSet();
        foreach (var start in calls.Where(call => !awaited.Contains(call.Object)).Concat(calls))
        {
            // What is met no more stands in a ring: nobody stands at its beginning.
            if (!chains._met.Contains(start.Object))
            {
                cancellation.ThrowIfCancellationRequested();
                chains.Follow(start, cancellation);
            }
        }

        IReadOnlyList<AsyncChains> found = [.. chains._chains
            .Select(chain => new AsyncChains(chains.FramesOf(chain.Key.Last), chain.Key.Awaits, chain.Key.Outer, chain.Value.Count, graph.AddressOf(chain.Value.Sample)))
            .OrderByDescending(chain => chain.Count).ThenBy(chain => string.Join('\n', chain.Frames), StringComparer.Ordinal).ThenBy(chain => chain.Awaits, StringComparer.Ordinal)
            .ThenBy(chain => chain.Outer, StringComparer.Ordinal)];
        return (found, chains._stepsLeft > 0 ? null
            : $"Not all chains of async calls were followed: many calls await the same ones, which makes too many. {calls.Count - chains._met.Count:N0} of {calls.Count:N0} calls are in none of these.");
    }

    private void Follow(AsyncCall start, CancellationToken cancellation)
    {
        var pending = new Stack<Visit>();
        pending.Push(new Visit(start, null, -1));
        while (_stepsLeft > 0 && pending.TryPop(out var visit))
        {
            if ((--_stepsLeft & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var last = visit.Call.Frames.Aggregate(visit.Above, StepTo);
            var isAgain = !_met.Add(visit.Call.Object) && visit.IsWithinItself;
            var inner = isAgain || visit.Depth == MaxDepth ? [] : visit.Call.Awaits.Where(_callByObject.ContainsKey).ToArray();
            foreach (var to in inner)
            {
                pending.Push(new Visit(_callByObject[to], visit, last));
            }

            if (inner.Length == 0)
            {
                var key = (last, start.Outer, isAgain ? Ring : visit.Call.What);
                var known = _chains.GetValueOrDefault(key, (0, visit.Call.Object));
                _chains[key] = (known.Item1 + 1, known.Item2);
            }
        }
    }

    private int StepTo(int parent, HeapFrame frame)
    {
        var key = (parent, frame);
        if (!_numberByStep.TryGetValue(key, out var number))
        {
            _numberByStep[key] = number = _steps.Count;
            _steps.Add((parent, frame));
        }

        return number;
    }

    private List<HeapFrame> FramesOf(int last)
    {
        var frames = new List<HeapFrame>();
        for (; last >= 0; last = _steps[last].Parent)
        {
            frames.Add(_steps[last].Frame);
        }

        return frames;
    }

    /// <summary>A call on the way inwards from an outermost one.</summary>
    private sealed record Visit(AsyncCall Call, Visit? Outer, int Above)
    {
        public int Depth { get; } = Outer is null ? 0 : Outer.Depth + 1;

        public bool IsWithinItself
        {
            get
            {
                var outer = Outer;
                while (outer is not null && outer.Call.Object != Call.Object)
                {
                    outer = outer.Outer;
                }

                return outer is not null;
            }
        }
    }
}
