using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

/// <summary>The names of the types of a table, told apart where several have the same.</summary>
/// <param name="types">The types, each once.</param>
/// <param name="shortNames">Without namespaces.</param>
internal sealed class AmbiguousNames(IEnumerable<HeapType> types, bool shortNames)
{
    private readonly Dictionary<string, int> _full = CountsOf(types, shorten: false), _short = CountsOf(types, shorten: true);

    /// <summary>The name of one of them: with its assembly where another has the same.</summary>
    public FittedName NameOf(HeapType type)
    {
        var (full, shorter) = (Wording.NameOf(type, shorten: false), Wording.NameOf(type, shorten: true));
        var told = _full[full] > 1 ? $"{full} ({type.AssemblyName.Printable})" : full;
        var shortest = _short[shorter] > 1 ? told : shorter;
        return new FittedName(shortNames ? shortest : told, shortest);
    }

    private static Dictionary<string, int> CountsOf(IEnumerable<HeapType> types, bool shorten) =>
        types.CountBy(type => Wording.NameOf(type, shorten)).ToDictionary();
}
