using System.CommandLine;
using System.Globalization;

namespace HeapGraph.Cli.Options;

/// <summary>Which objects a command starts from.</summary>
internal sealed class ObjectOptions
{
    private readonly TypeOptions _types;
    private readonly Option<string[]> _addresses = new("--address") { Description = "An object by its address, in hex; repeatable", HelpName = "HEX" };

    public ObjectOptions(Command command)
    {
        _types = new TypeOptions(command);
        command.Options.Add(_addresses);
    }

    /// <summary>What the user chose.</summary>
    /// <exception cref="UsageException">Nothing was chosen, or what was written is no address or pattern.</exception>
    public ObjectChoice Choice(ParseResult parsed) => ChoiceOrAll(parsed) is { IsOfAll: false } choice
        ? choice
        : throw new UsageException("No object was chosen.", "Choose with --type NAME or --address HEX, or narrow down with --namespace, --assembly, --min-size or --generation.");

    /// <summary>The same with addresses that were given without the option.</summary>
    /// <exception cref="UsageException">Nothing was chosen, or what was written is no address or pattern.</exception>
    public ObjectChoice Choice(ParseResult parsed, IEnumerable<string> addresses) =>
        ChoiceOrAll(parsed) is var choice && choice with { Addresses = [.. choice.Addresses, .. addresses.Select(AddressOf)] } is { IsOfAll: false } chosen
            ? chosen
            : throw new UsageException("No object was chosen.", "Give an address, or choose with --type NAME.");

    /// <summary>What the user chose: every object when that is nothing.</summary>
    /// <exception cref="UsageException">What was written is no address or pattern.</exception>
    public ObjectChoice ChoiceOrAll(ParseResult parsed) =>
        new(_types.Choice(parsed), Array.ConvertAll(parsed.GetValue(_addresses) ?? [], AddressOf));

    /// <summary>An address as tables write it, with or without 0x.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static ulong AddressOf(string text)
    {
        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address)
            ? address
            : throw new UsageException($"'{text}' is no address.", "Write it in hex, with or without 0x, as the tables do.");
    }
}
