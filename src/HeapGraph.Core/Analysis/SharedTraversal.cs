using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;

namespace HeapGraph.Core.Analysis;

/// <summary>Follows references on all cores.</summary>
/// <remarks>No lock or barrier is taken per object: two workers that meet an object at the same moment both follow it, which
/// changes nothing but the time.</remarks>
/// <param name="references">What is followed.</param>
/// <param name="reached">Set for every object that is met, by object number.</param>
/// <param name="avoided">Objects that are passed by; null for none.</param>
/// <param name="left">What is followed in place of that; null for all of it.</param>
internal sealed class SharedTraversal(EdgeTable references, bool[] reached, ObjectSet? avoided, ReferencesLeft? left = null)
{
    private const int StepsBetweenLooks = 1024;
    private readonly SharedStacks<int> _stacks = new();

    /// <summary>Follows all references from some objects, which are set in <c>reached</c> already, to its end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Run(int[] starts, CancellationToken cancellation) => _stacks.Run(starts, Work, cancellation);

    private void Work()
    {
        var pending = new int[4096];
        while (_stacks.Take(ref pending) is > 0 and var count)
        {
            Follow(ref pending, count);
        }
    }

    private void Follow(ref int[] pending, int count)
    {
        for (var steps = 1; count > 0 && !_stacks.IsStopped; steps++)
        {
            if (steps % StepsBetweenLooks == 0)
            {
                _stacks.ShareIfWanted(pending, ref count);
            }

            var current = pending[--count];
            foreach (var target in left is null ? references[current] : left[current])
            {
                if (!reached[target] && avoided?.Contains(target) != true)
                {
                    reached[target] = true;
                    if (count == pending.Length)
                    {
                        Array.Resize(ref pending, (int)Math.Min(Array.MaxLength, pending.Length * 2L));
                    }

                    pending[count++] = target;
                }
            }
        }
    }
}
