using System.Text.RegularExpressions;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Inspections.Rules.Runtime;

/// <summary>Assemblies that the program made while it ran and that can never unload: each stays with its code, its types and its static fields.</summary>
/// <remarks>Those of collectible contexts are judged by <see cref="LoadContexts"/>. Some dozens are in order: a library makes one for each type that it is given.</remarks>
internal sealed partial class RuntimeAssemblies : ILeakInspection
{
    public string Name => "runtime-assemblies";

    public string Subject => "assemblies made at run time that never unload";

    public string FalseAlarms => "A program that makes one assembly for each of many types, such as serializers or proxies, once: then their types differ, and the finding is low.";

    private const string Assembly = "System.Reflection.RuntimeAssembly";
    private const int MostKinds = 3;
    private const int Lots = 1_000;   // at some 40 KB each outside the heap

    // By what is in them who has made them.
    private static readonly (string Beginning, string Maker, string Remedy)[] Makers =
    [
        ("Microsoft.Xml.Serialization.GeneratedAssembly.", "XmlSerializer",
            "Keep each XmlSerializer in a static field or in a dictionary of your own: only its constructors with a type, and with a type and a namespace, find what was made before."),
        ("Submission#", "scripts of Roslyn (CSharpScript)",
            "Compile each script once (CSharpScript.Create, then CreateDelegate or CreateRunner) and keep the result by its text; or load what is compiled into a collectible AssemblyLoadContext."),
        ("Castle.Proxies.", "ProxyGenerator of Castle.Core", "Keep one ProxyGenerator for the program: each has types of its own, made anew."),
        ("System.Xml.Xsl.CompiledQuery.", "XslCompiledTransform", "Load each style sheet once, and keep its XslCompiledTransform."),
        ("generatedProxy_", "DispatchProxy", "Make proxies of the same types in the same AssemblyLoadContext: those are made once."),
    ];

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) =>
        heap.Contents?.AssembliesMade() is { Count: >= LeakThresholds.LeastObjects } made ? [FindingOf(heap, made)] : [];

    private static LeakFinding FindingOf(InspectedHeap heap, MadeAssemblies made)
    {
        string[] names = [.. made.Names.Where(name => name.Length > 0)];
        var kinds = names.LargestGroupsBy(name => Number.Replace(name, "#"), name => name);
        var maker = kinds.Length == 0 ? null : Array.Find(Makers, maker => kinds[0].Key.StartsWith(maker.Beginning, StringComparison.Ordinal)) is { Maker: not null } known ? known : default((string Beginning, string Maker, string Remedy)?);

        // The same thing again and again, rather than one for each of many.
        var isRepeated = kinds.Length > 0 && kinds[0].Count() * 2 >= made.Names.Count;
        var objects = heap.ObjectsOf(type => type.Name == Assembly).ToArray();
        var suspect = new Suspect(heap, objects)
        {
            Count = made.Count,
            Kind = isRepeated ? LeakKind.Leaked : LeakKind.PiledUp,
            Sureness = isRepeated ? (LeakCertainty.Likely, "most of them have the same in them, and none can ever go")
                : (LeakCertainty.Possible, "a program may need one for each of its types, and then makes no more"),
            Severity = !isRepeated ? LeakSeverity.Low : made.Count >= Lots ? LeakSeverity.High : LeakSeverity.Medium,
            Tail = "",
            Aged = [],
            Explained = objects,
        };
        return suspect.Finding(
            LeakFingerprint.Of("made assemblies", maker?.Maker ?? (kinds.Length == 0 ? "" : kinds[0].Key)),
            $"{made.Count:N0} assemblies were made at run time{(maker is { } by ? $" by {by.Maker}" : "")} and can never unload{(kinds.Length == 0 ? "" : $", such as {WordsOf(kinds[0].First())}")}",
            [
                .. kinds.Length == 0 ? (string[])[] : [$"Of {made.Names.Count:N0} that were looked at: "
                    + $"{string.Join(", ", kinds.Take(MostKinds).Select(kind => $"{kind.Count():N0} with {(kind.Distinct().Count() == 1 ? kind.First() : $"{kind.Key} (# any number)")}"))}"
                    + $"{(kinds.Length > MostKinds ? $" and {kinds.Length - MostKinds:N0} more kinds" : "")}."],
                "Each keeps its types, its compiled code and its static fields as long as the process lives, most of it outside the heap; some 40 KB each were measured (dotnet/runtime#95369).",
            ],
            $"Looked for: {LeakThresholds.LeastObjects} or more assemblies without a file that are not collectible.",
            remedy: maker?.Remedy ?? "Make each assembly once, and keep by its input what was made; where each is for one use, make it collectible (AssemblyBuilderAccess.RunAndCollect, a collectible AssemblyLoadContext).",
            NextCommand.ObjectsOf(Assembly));
    }

    private static string WordsOf(string name) => name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? name : $"one with type {name[(name.LastIndexOf('.') + 1)..]}";

    [GeneratedRegex(@"[0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")]
    private static partial Regex Number { get; }
}
