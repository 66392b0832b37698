using HeapGraph.Core.Reading.Code.Modules;

namespace HeapGraph.Core.Reading.Code;

/// <summary>A module as one search sees it.</summary>
/// <param name="code">The module.</param>
/// <param name="isLinked">See <see cref="SoughtField.IsLinked"/>.</param>
/// <param name="budget">How much the search may do.</param>
/// <param name="follow">Scans a method that this module calls.</param>
internal sealed class ModuleView(ModuleCode code, bool isLinked, ScanBudget budget, Func<ModuleCode, Callee, IReadOnlyList<Held>, ScanResult?> follow)
{
    private readonly Dictionary<int, FieldUse?> _uses = [];

    public ModuleCode Code => code;

    /// <summary>How much the search may do.</summary>
    public ScanBudget Budget => budget;

    /// <summary>See <see cref="SoughtField.IsLinked"/>.</summary>
    public bool IsLinked => isLinked;

    /// <summary>The tokens of the field, and of those that a compiler made to keep it meanwhile.</summary>
    public HashSet<int> Fields { get; } = [];

    /// <summary>What is known of methods, by their tokens.</summary>
    public Dictionary<int, KnownMethod> Known { get; } = [];

    /// <summary>The tokens that came since the last look.</summary>
    public HashSet<int> Fresh { get; } = [];

    /// <summary>What a token of a field means.</summary>
    public FieldUse? FieldOf(int token)
    {
        if (!_uses.TryGetValue(token, out var use))
        {
            _uses[token] = use = FieldUse.Of(code.Metadata, token);
        }

        return use;
    }

    /// <summary>Scans a method of the program's own with what it is given; null when it has no code, or is called too deep.</summary>
    public ScanResult? Follow(Callee callee, IReadOnlyList<Held> arguments) => follow(code, callee, arguments);

    /// <summary>A field by one of its tokens is looked for from now on.</summary>
    public void Seek(IEnumerable<int> tokens)
    {
        foreach (var token in tokens)
        {
            if (Fields.Add(token))
            {
                Fresh.Add(token);
            }
        }
    }

    /// <summary>Calls of a method are looked for from now on.</summary>
    public void Seek(IEnumerable<int> tokens, KnownMethod method)
    {
        foreach (var token in tokens)
        {
            Known[token] = method;
            Fresh.Add(token);
        }
    }
}
