using System.Diagnostics;
using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Single objects on the terminal: what each consists of, who refers to it, why it is alive.</summary>
internal static class ObjectViewText
{
    private const int MaxChainSteps = 24;

    /// <summary>Writes the objects one after the other.</summary>
    /// <param name="console">Its colours and width count.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="report">What to show.</param>
    /// <param name="shortNames">Type names without namespaces.</param>
    /// <param name="words">How what can be set is named; null for the library's words.</param>
    public static void Write(IAnsiConsole console, string target, ObjectReport report, bool shortNames, IRemedyWords? words = null)
    {
        console.WriteHeader(target, report.Coverage, report.Filter);
        foreach (var view in report.Objects)
        {
            var step = view.Object;
            console.MarkupLineInterpolated($"[red]{Wording.Describe(step.Type, step.Address, step.Bytes, step.Value, shortNames)}[/]");
            console.WriteHanging($"  {ObjectWording.FactsOf(view)}");
            WriteFields(console, view, shortNames, words ?? LibraryWords.Instance);
            WriteReferrers(console, view, shortNames);
            if (view.Chain is { } chain)
            {
                console.WriteLine("  Alive because of:");
                foreach (var line in LeakReportText.LinesOf(chain, -1, shortNames, MaxChainSteps))
                {
                    console.WriteHanging($"    {line}");
                }
            }
            else
            {
                console.WriteLine("  No GC root reaches it.");
                foreach (var sentence in view.Garbage is { } garbage ? GarbageWording.Of(garbage, shortNames) : [])
                {
                    console.WriteHanging($"  {sentence.Printable}");
                }
            }
        }

        foreach (var sentence in Wording.GapsOf(report.Coverage))
        {
            console.WriteHanging(sentence.Printable);
        }
    }

    private static void WriteFields(IAnsiConsole console, ObjectView view, bool shortNames, IRemedyWords words)
    {
        if (view.Inside is not { } inside || inside.Fields.Count == 0)
        {
            return;
        }

        console.WriteLine(view.Object.Type.Traits.HasFlag(HeapTypeTraits.Array) ? "  Elements:" : "  Fields:");
        foreach (var (field, to) in inside.Fields.Zip(view.Targets))
        {
            console.WriteHanging($"    {field.Name.Printable}{(field.IsWeak ? " (weak)" : "")} = {ObjectWording.ValueOf(field, to, shortNames)}");
        }

        if (inside.HiddenElements > 0)
        {
            console.WriteHanging($"    ({Wording.More(inside.HiddenElements, "element")}; seen with {words.Of(Term.MaxElements)})");
        }
    }

    private static void WriteReferrers(IAnsiConsole console, ObjectView view, bool shortNames)
    {
        var count = ObjectWording.ReferrerCountOf(view);
        console.WriteLine(count == 0 ? "  Nothing else refers to it." : $"  {count:N0} {(count == 1 ? "refers" : "refer")} to it:");
        foreach (var bundle in ReferenceBundle.Of(view.Referrers).Where(bundle => bundle.To == 0 && bundle.From != 0)
            .OrderBy(bundle => view.Referrers.Nodes[bundle.From] is MoreNode))
        {
            var from = view.Referrers.Nodes[bundle.From];
            console.WriteHanging($"    {bundle.Via(ReferenceDirection.Referrers)}{from switch
            {
                ObjectNode shown => Wording.Describe(shown.Type, shown.Address, shown.Bytes, shown.Value, shortNames),
                RootNode { Root: var root } => Wording.Of(root),
                MoreNode more => Wording.FoldOf(more, ReferenceDirection.Referrers, shortNames),
                _ => throw new UnreachableException(),
            }}");
        }
    }
}
