using System.CommandLine;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Options;

/// <summary>Whether garbage counts too.</summary>
internal sealed class ScopeOption
{
    private readonly Option<bool> _all = new("--all") { Description = "Every object, reachable or not; without it only reachable ones" };

    private readonly Option<bool> _unreachable = new("--unreachable") { Description = "Only what no GC root reaches" };

    public ScopeOption(Command command, bool offersUnreachable = false)
    {
        command.Options.Add(_all);
        if (offersUnreachable)
        {
            command.Options.Add(_unreachable);
        }
    }

    public ObjectScope Of(ParseResult parsed) =>
        parsed.GetValue(_unreachable) ? ObjectScope.Unreachable
        : parsed.GetValue(_all) ? ObjectScope.All
        : ObjectScope.Reachable;
}
