using System.CommandLine;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Cli.Options;

/// <summary>Paths from an object to a value, as the user typed them.</summary>
internal static class PathOption
{
    /// <summary>An option that takes one.</summary>
    public static Option<string?> By() => new("--by")
    {
        Description = "Group the objects by a value: a field, or a path such as Buyer.Address.Lines[0], Prices[\"bolt\"], Items.Count; this for the object itself", HelpName = "PATH",
    };

    /// <summary>An option that takes several.</summary>
    public static Option<string[]> Select() => new("--select") { Description = "Tell this value too of each object that has it: a path as in --where; repeatable", HelpName = "PATH" };

    /// <summary>The same where there are no objects that could tell: it is understood, and refused with what to ask instead.</summary>
    public static Option<string[]> SelectOfNone() => new("--select") { Hidden = true, HelpName = "PATH" };

    /// <summary>The paths that were typed.</summary>
    /// <exception cref="UsageException">One is none.</exception>
    public static ValuePath[] Of(params IEnumerable<string> typed) => [.. typed.Select(path => Checked(path, PathText.PathIn)).Distinct()];

    /// <summary>What was typed, read.</summary>
    /// <exception cref="UsageException">It can't be.</exception>
    public static T Checked<T>(string typed, Func<string, T> read)
    {
        try
        {
            return read(typed);
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(wrong.Message, "Write a path as Buyer.Lines[0] or Prices[\"bolt\"], a condition as 'Buyer.Name = \"x\" and Lines.Count > 3', in quotes for the shell.");
        }
    }
}
