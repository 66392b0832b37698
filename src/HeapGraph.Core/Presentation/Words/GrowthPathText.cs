using System.Text;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>A path as people read it: <c>static Shop.Cache.Items [*] → Order</c>. The inner nodes of a collection are passed
/// over: from the collection to its elements it is one step.</summary>
internal static class GrowthPathText
{
    private const string Element = " [*]";

    public static string Of(GrowthPath path, bool shortNames)
    {
        var text = new StringBuilder(Wording.Of(path.RootKind));
        text.Append(path.RootName is { } name ? $" {name.Printable}" : "");
        for (var step = 1; step < path.Steps.Count; step++)
        {
            if (ElementAfter(path.Steps, step) is { } element)
            {
                text.Append(Element);
                step = element;
            }
            else
            {
                text.Append(Named(path.Steps[step], shortNames));
            }
        }

        return $"{text} → {Wording.NameOf(path.Type, shortNames)}{(path.Steps[^1].IsRepeated ? " (chained)" : "")}";
    }

    /// <summary>The step that leads out of a collection, if it is entered by the given one.</summary>
    private static int? ElementAfter(IReadOnlyList<GrowthPathStep> steps, int step)
    {
        if (!IsInner(steps[step], steps[step - 1].Type) || !(IsCollection(steps[step - 1].Type) || IsDelegateList(steps[step])))
        {
            return null;
        }

        while (step < steps.Count && IsInner(steps[step], steps[step - 1].Type))
        {
            step++;
        }

        return step < steps.Count ? step : null;
    }

    private static bool IsInner(GrowthPathStep step, HeapType before) =>
        step.Type.Traits.HasFlag(HeapTypeTraits.Array)
            ? (IsCollection(before) || IsDelegateList(step)) && !before.Traits.HasFlag(HeapTypeTraits.Array)
            : FrameworkCollections.OwnsPart(step.Type);

    private static bool IsCollection(HeapType type) => FrameworkCollections.Owns(type.Name);

    private static bool IsDelegateList(GrowthPathStep step) => step.Via is { } via && FrameworkDelegate.IsList(via);

    private static string Named(GrowthPathStep step, bool shortNames) => step.Via switch
    {
        null => $" → {Wording.NameOf(step.Type, shortNames)}",
        { IsPath: true } field => Wording.PathOf(field),
        { } words => $" {words.Printable}",
    };
}
