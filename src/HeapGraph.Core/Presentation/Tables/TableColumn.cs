namespace HeapGraph.Core.Presentation.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Name">What it is called, in every form.</param>
/// <param name="Kind">What its cells are.</param>
internal sealed record TableColumn(string Name, ColumnKind Kind)
{
    /// <summary>Which columns go first where a terminal is too narrow for all: the highest; those with 0 always stay.</summary>
    public int Spare { get; init; }

    /// <summary>Whether it only shows what other columns say, so that programs have no use for it.</summary>
    public bool IsForPeople { get; init; }

    /// <summary>Whether its cells stand to the right.</summary>
    public bool IsNumber => Kind is ColumnKind.Number or ColumnKind.Bytes;

    /// <summary>Short text that is never shortened, such as a generation.</summary>
    public static TableColumn Text(string name) => new(name, ColumnKind.Text);

    /// <summary>What a row is found by again: an address, a process id.</summary>
    public static TableColumn Id(string name) => new(name, ColumnKind.Id);

    /// <summary>Text of any length: names, values, sentences.</summary>
    public static TableColumn Long(string name) => new(name, ColumnKind.Long);

    /// <summary>Numbers, shares and curves.</summary>
    public static TableColumn Number(string name, int spare = 0) => new(name, ColumnKind.Number) { Spare = spare };

    /// <summary>Sizes in bytes.</summary>
    public static TableColumn Bytes(string name, int spare = 0) => new(name, ColumnKind.Bytes) { Spare = spare };
}

/// <summary>What the cells of a column are, in the order in which people see the columns: numbers first, names last.</summary>
internal enum ColumnKind
{
    /// <summary>What a row is found by again.</summary>
    Id,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Sizes in bytes.</summary>
    Bytes,

    /// <summary>Short text.</summary>
    Text,

    /// <summary>Text that takes what room is left.</summary>
    Long,
}
