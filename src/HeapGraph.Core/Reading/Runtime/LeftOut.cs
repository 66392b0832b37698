using System.Globalization;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>What the DAC is not asked for, since it crashes on it: whole pieces, and of others single types, threads and modules.</summary>
/// <param name="Pieces">The whole ones.</param>
internal sealed record LeftOut(DacPieces Pieces)
{
    private const int MaxParts = 4;

    /// <summary>Everything is asked.</summary>
    public static LeftOut Nothing { get; } = new(DacPieces.None);

    /// <summary>Parts of pieces: an item with its module, or (item 0) a whole module.</summary>
    public Part[] Parts { get; init; } = [];

    /// <summary>Whether nothing of a piece is asked.</summary>
    public bool Has(DacPieces piece) => (Pieces & piece) != 0;

    /// <summary>Whether an item is not asked for.</summary>
    public bool Has(DacPieces piece, ulong item, ulong module = 0) =>
        Has(piece) || (Parts.Length > 0 && Parts.Any(part => part.Piece == piece && (part.Item == 0 ? part.Module == module : part.Item == item)));

    /// <summary>The same and what the DAC has crashed on now: one item first, then its module, then the piece.</summary>
    /// <param name="piece">What was asked.</param>
    /// <param name="item">What it was about; 0 for none.</param>
    /// <param name="module">Where that belongs; 0 for nowhere.</param>
    /// <returns>Null when there is nothing more to leave out.</returns>
    public LeftOut? With(DacPieces piece, ulong item, ulong module)
    {
        if (!Enum.IsDefined(piece) || piece == DacPieces.None || Has(piece))
        {
            return null;
        }

        var level = Parts.Length >= MaxParts || Has(piece, item, module) ? 2 : Parts.Count(part => part.Piece == piece);
        return level switch
        {
            0 when item != 0 => this with { Parts = [.. Parts, new(piece, item, module)] },
            1 when module != 0 => this with { Parts = [.. Parts, new(piece, 0, module)] },
            _ => this with { Pieces = Pieces | piece, Parts = [.. Parts.Where(part => part.Piece != piece)] },
        };
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Join(';', Parts.Select(part => $"{(int)part.Piece:x},{part.Item:x},{part.Module:x}").Prepend($"{(int)Pieces:x}"));

    /// <summary>What was written so; nothing where it was not.</summary>
    public static LeftOut Parse(string? text)
    {
        if (text is null or "0")
        {
            return Nothing;
        }

        var numbers = Array.ConvertAll(text.Split(';', ','), word => ulong.TryParse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) ? number : 0);
        return new((DacPieces)numbers[0]) { Parts = [.. numbers[1..].Chunk(3).Where(part => part.Length == 3).Select(part => new Part((DacPieces)part[0], part[1], part[2]))] };
    }

    /// <summary>A part of a piece.</summary>
    public sealed record Part(DacPieces Piece, ulong Item, ulong Module);
}
