using System.CommandLine;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Conditions;

namespace HeapGraph.Cli.Options;

/// <summary>A condition that the chosen objects have to meet.</summary>
internal sealed class WhereOption
{
    private readonly Option<string[]> _where = new("--where")
    {
        Description = "Only objects for which this holds: 'Buyer.Name = \"x\"', 'Items.Count > 100 and Disposed = true', 'Name ~ a*'; repeatable", HelpName = "CONDITION",
    };

    public WhereOption(Command command) => command.Options.Add(_where);

    /// <summary>The condition; of several all must hold. Null for none.</summary>
    /// <exception cref="UsageException">What was typed is none.</exception>
    public string? Of(ParseResult parsed)
    {
        var typed = parsed.GetValue(_where) ?? [];
        foreach (var condition in typed)
        {
            PathOption.Checked(condition, ConditionParser.Parse);
        }

        return typed.Length == 0 ? null : typed is [var only] ? only : string.Join(" and ", typed.Select(condition => $"({condition})"));
    }
}
