using System.Text.RegularExpressions;
using HeapGraph.Core.Inspections;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>docs/findings.md has an entry for each rule, with what it finds in a leak target.</summary>
[NotQuick]
public sealed partial class FindingsPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "findings.md");

    private static readonly (string Rule, string Target)[] Examples =
    [
        ("collections", "StaticListLeak"),
        ("event-handlers", "EventLeak"),
        ("timers", "TimerLeak"),
        ("token-registrations", "TokenLeak"),
        ("finalizer-queue", "FinalizerLeak"),
        ("gc-handles", "HandleLeak"),
        ("threads", "ThreadLeak"),
        ("async-calls", "AsyncLeak"),
        ("sparse-arrays", "SparseLeak"),
        ("fragmentation", "DuplicateLeak"),
        ("disposed-objects", "ManyLeaks"),
        ("unfinished-tasks", "ManyLeaks"),
        ("work-queues", "ManyLeaks"),
        ("empty-weak-references", "ManyLeaks"),
        ("weak-table-entries", "ManyLeaks"),
        ("interned-strings", "ThreadLeak"),
        ("load-contexts", "ManyLeaks"),
        ("services", "ManyLeaks"),
        ("native-memory", "NativeLeak"),
        ("copies", "DuplicateLeak"),
        ("kept-disposables", "Holders root"),
        ("pipes", "Holders pipe"),
        ("thread-locals", "Holders threadlocal"),
        ("shared-closures", "Holders closure"),
        ("buffer-pools", "Holders pool"),
        ("pooled-references", "Holders returned"),
        ("runtime-assemblies", "Holders serializers"),
        ("async-locals", "CallLeak context"),
        ("observers", "CallLeak listeners"),
        ("callback-lists", "CallLeak bus"),
        ("abandoned-waits", "CallLeak semaphore"),
        ("task-continuations", "CallLeak continuations"),
        ("activities", "CallLeak activity"),
        ("activity-lists", "CallLeak events"),
    ];

    [Fact]
    public void Each_rule_has_an_entry_with_what_it_finds_in_a_leak_target()
    {
        Assert.Equal(AllInspections.List.Select(rule => rule.Name).Order(StringComparer.Ordinal), Examples.Select(example => example.Rule).Order(StringComparer.Ordinal));
        var page = File.ReadAllText(Page);
        var entries = string.Concat(Examples.Select(example => EntryOf(AllInspections.List.Single(rule => rule.Name == example.Rule), FindingIn(example.Target, example.Rule))));
        if (Environment.GetEnvironmentVariable("HEAPGRAPH_WRITE_EXPECTED") == "1")
        {
            page = page[..StartOf(page)] + entries;
            File.WriteAllText(Page, page);
        }

        Assert.Equal(Comparable(entries), Comparable(page[StartOf(page)..]));
    }

    private static int StartOf(string page) => page.IndexOf("\n## ", StringComparison.Ordinal) is >= 0 and var start ? start : page.Length;

    private static LeakFinding FindingIn(string target, string rule)
    {
        // Of native memory a dump does not tell.
        using var process = rule == "native-memory" ? LeakTarget.Start(target) : null;
        using var heap = process is null ? Heap.Open(target.Split(' ') is [var program, var arguments] ? LeakTargetDumps.HeapOf(program, arguments) : LeakTargetDumps.Heap(target)) : Heap.OfProcess(process.Id);
        return heap.Triage(limit: 0).Findings.FirstOrDefault(finding => finding.Rule == rule) ?? throw new InvalidOperationException($"{rule} finds nothing in {target}.");
    }

    private static string EntryOf(ILeakInspection rule, LeakFinding finding) => $"""

        ## {rule.Name}

        Looks for {rule.Subject}.

        ```text
        {finding.Severity.ToString().ToUpperInvariant()}  {finding.Title}
        {string.Concat(LeakWording.EvidenceOf(finding).Where(line => !line.StartsWith("Ages:", StringComparison.Ordinal)).Select(line => $"- {line}\n"))}How sure: {LeakWording.HowSure(finding)}
        What to do: {finding.Remedy}
        ```

        In order, though it looks the same: {rule.FalseAlarms}

        """;

    /// <summary>The words without sizes, addresses and numbers, and what else waits for its finalizer: these differ a little from run to run.</summary>
    private static string Comparable(string text) => Varying().Replace(text, "#");

    [GeneratedRegex(@"\d[\d.,]*(?: (?:B|KB|MB|GB)\b| %)?|(?<=\d Lease).*")]
    private static partial Regex Varying();
}
