using System.CommandLine;

namespace HeapGraph.Cli.Options;

/// <summary>How much is said of single objects.</summary>
internal sealed class DetailOptionGroup
{
    private readonly Option<bool> _raw = new("--raw") { Description = "The plain fields and every inner node of a collection instead of keys, methods and captured variables: ._entries, [17].value" };
    private readonly Option<bool> _noValues = new("--no-values") { Description = "No values of strings, numbers and the like, nor of keys" };

    /// <param name="command">The command that gets the options.</param>
    /// <param name="namesArrows">Whether it shows references between objects.</param>
    public DetailOptionGroup(Command command, bool namesArrows = true)
    {
        if (namesArrows)
        {
            command.Options.Add(_raw);
        }

        command.Options.Add(_noValues);
    }

    public HeapOptions Of(ParseResult parsed) => new() { PlainNames = parsed.GetValue(_raw), HidesValues = parsed.GetValue(_noValues) };
}
