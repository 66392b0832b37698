using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names.Frameworks.Holders;

namespace HeapGraph.Core.Inspections.Rules.Services;

/// <summary>What scopes of a container keep to dispose of it at their end.</summary>
internal static class ServiceScopes
{
    private const int MostHops = 3;   // the array, the list, the scope

    extension(InspectedHeap heap)
    {
        /// <summary>The scopes, each with whether it is the root provider's.</summary>
        public IEnumerable<(int Scope, bool IsRoot)> Scopes()
        {
            NumberField? isRoot = null;
            foreach (var scope in heap.ObjectsOf(type => type.Name == FrameworkServices.Scope))
            {
                isRoot ??= heap.Contents?.FieldOf(scope, [FrameworkServices.IsRoot]);
                yield return (scope, isRoot is { } field && heap.Contents?.NumberIn(scope, field) is not (null or 0));
            }
        }

        /// <summary>What a scope is to dispose of, each once.</summary>
        public int[] DisposablesOf(int scope)
        {
            var kept = new HashSet<int>();
            foreach (var list in heap.Graph.References[scope])
            {
                if (!heap.LabelsOf(scope, list).Any(label => label.IsField(FrameworkServices.Disposables)))
                {
                    continue;
                }

                foreach (var array in heap.Graph.References[list])
                {
                    kept.UnionWith(heap.Graph.References[array].ToArray());
                }
            }

            return [.. kept.Order()];
        }

        /// <summary>Whether nothing else keeps an object than a scope that is to dispose of it.</summary>
        public bool IsKeptByScope(int objectIndex)
        {
            for (var (at, hops) = (heap.Tree.DominatorOf(objectIndex), 0); at >= 0 && hops < MostHops; at = heap.Tree.DominatorOf(at), hops++)
            {
                if (heap.Graph.TypeOf(at).Name == FrameworkServices.Scope)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
