using System.CommandLine;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Graphviz;

namespace HeapGraph.Cli.Options;

/// <summary>What a picture tells of each object, and its colours.</summary>
internal sealed class PictureLookOptions
{
    private readonly Option<bool> _refcounts = new("--refcounts") { Description = "The number of referrers behind each type" };
    private readonly Option<bool> _sizes = new("--sizes") { Description = "The size of each object (always shown)" };
    private readonly Option<string[]> _extraInfo = new("--extra-info")
    {
        Description = "What else to say of each object: retained, generation or address (size and value always are); repeatable",
        HelpName = "INFO",
    };

    private readonly Option<string> _theme = new("--theme") { Description = "light or dark, where no config file says which", HelpName = "THEME", DefaultValueFactory = _ => "light" };
    private readonly Option<string?> _url = new("--url")
    {
        Description = "Where each object leads to in an SVG: {address} and {type} are filled in",
        HelpName = "TEMPLATE",
    };

    public PictureLookOptions(Command command)
    {
        _extraInfo.AcceptOnlyFromAmong("size", "value", "retained", "generation", "address");
        _theme.AcceptOnlyFromAmong("light", "dark");
        foreach (var option in (Option[])[_refcounts, _sizes, _extraInfo, _theme, _url])
        {
            command.Options.Add(option);
        }
    }

    public PictureOptions Of(ParseResult parsed, bool shortNames, Config config) => new(shortNames, parsed.GetValue(_refcounts))
    {
        Theme = parsed.GetResult(_theme) is { Implicit: true } && config.Theme is { } usual ? usual : parsed.GetValue(_theme) == "dark" ? PictureTheme.Dark : PictureTheme.Light,
        Addresses = Tells(parsed, "address"),
        UrlTemplate = parsed.GetValue(_url),
    };

    /// <summary>Adds to a picture what the user wants to be told of each object; null for nothing.</summary>
    public Func<ReferenceNeighborhood, ReferenceNeighborhood>? Teller(ParseResult parsed, Heap heap)
    {
        var (retained, generation) = (Tells(parsed, "retained"), Tells(parsed, "generation"));
        return retained || generation
            ? picture => picture.Telling(retained ? heap.Reading.Dominators() : null, generation ? heap.Reading.Read(GraphParts.Reachability).Graph.Generations : null)
            : null;
    }

    private bool Tells(ParseResult parsed, string info) => parsed.GetValue(_extraInfo)?.Contains(info) == true;
}
