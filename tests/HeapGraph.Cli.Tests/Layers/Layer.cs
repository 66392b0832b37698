namespace HeapGraph.Cli.Tests.Layers;

/// <summary>A folder, the folders that it may use, and its sub-folders from the top down: each may use those after it. A file that has
/// another place than its folder is named by itself; "." stands for the other files of the layer's own folder.</summary>
internal sealed record Layer(string Folder, string[] MayUse, string[] FromTheTop)
{
    public bool Holds(SourceNode node) => node.Folder == Folder || node.Folder.StartsWith(Folder + "/", StringComparison.Ordinal);

    /// <summary>0 is the top; below 0 what the table does not know.</summary>
    public int RankOf(SourceNode node) =>
        Array.IndexOf(FromTheTop, node.MainFile[(Folder.Length + 1)..]) is >= 0 and var own
            ? own
            : Array.IndexOf(FromTheTop, node.Folder == Folder ? "." : node.Folder[(Folder.Length + 1)..]);
}

/// <summary>What a table of layers says of the arrows between source files.</summary>
internal sealed class Layering(SourceGraph sources, IReadOnlyList<Layer> layers)
{
    /// <summary>Files outside the table.</summary>
    public IReadOnlyList<SourceNode> Homeless => [.. sources.Nodes.Where(node => LayerOf(node)?.RankOf(node) is null or < 0)];

    /// <summary>From one layer to another that it may not use.</summary>
    public IReadOnlyList<SourceArrow> UpBetweenLayers => [.. sources.Arrows.Where(arrow =>
        (LayerOf(arrow.From), LayerOf(arrow.To)) is ({ } from, { } to) && from != to && !from.MayUse.Contains(to.Folder))];

    /// <summary>From a sub-folder to one above it, inside one layer.</summary>
    public IReadOnlyList<SourceArrow> UpInsideLayers => [.. sources.Arrows.Where(arrow =>
        LayerOf(arrow.From) is { } layer && layer == LayerOf(arrow.To) && layer.RankOf(arrow.To) < layer.RankOf(arrow.From))];

    /// <summary>Files inside one layer that each reach each other.</summary>
    public IReadOnlyList<IReadOnlyList<SourceNode>> Circles => [.. layers.SelectMany(layer => sources.Circles(layer.Holds))];

    public IEnumerable<Layer> LayersThatKnow(string library) => sources.Nodes
        .Where(node => node.Libraries.Any(name => name == library || name.StartsWith(library + ".", StringComparison.Ordinal)))
        .Select(LayerOf).OfType<Layer>().Distinct();

    private Layer? LayerOf(SourceNode node) => layers.FirstOrDefault(layer => layer.Holds(node));
}
