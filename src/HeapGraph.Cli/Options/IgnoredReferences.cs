using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.WhatIf;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Options;

/// <summary>References that are cut before the question is asked (<c>--ignore-reference</c>).</summary>
internal sealed class IgnoredReferences
{
    private readonly Option<string[]> _ignored = FieldNames.Option("--ignore-reference", "Ask as if this field held nothing");

    public IgnoredReferences(Command command) => command.Options.Add(_ignored);

    /// <summary>Whether any is cut.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(_ignored) is { Length: > 0 };

    /// <summary>The heap without them; itself when none was given.</summary>
    /// <exception cref="UsageException">A name that there is not.</exception>
    public HeapSnapshot CutFrom(HeapSnapshot snapshot, ParseResult parsed, Session session)
    {
        if (!AreGiven(parsed))
        {
            return snapshot;
        }

        var chosen = new FieldNames(parsed.GetValue(_ignored)!).MatchesOf(session.FieldsOf(snapshot));
        return session.Timed("Cutting references", () => CutHeap.Of(snapshot, chosen, session.Cancellation));
    }
}
