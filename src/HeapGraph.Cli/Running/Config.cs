namespace HeapGraph.Cli.Running;

/// <summary>What a config file says. Nothing in it makes the program write or run anything: the file may be of whoever wrote the current folder.</summary>
internal sealed record Config
{
    /// <summary>No file says anything.</summary>
    public static Config None { get; } = new();

    /// <summary>The file, as messages name it; null for none.</summary>
    public string? Path { get; init; }

    /// <summary>The program's own namespaces.</summary>
    public IReadOnlyList<string> OwnNamespaces { get; init; } = [];

    /// <summary>The colours of pictures; null where the file does not say.</summary>
    public PictureTheme? Theme { get; init; }

    /// <summary>Leak suspects to be silent about.</summary>
    public IReadOnlyList<FindingSilence> Silence { get; init; } = [];

    /// <summary>The options of a heap with what the file says.</summary>
    public HeapOptions In(HeapOptions options) => options with { OwnNamespaces = OwnNamespaces, Silence = Silence };
}
