using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Conditions;

/// <summary>Reads conditions: comparisons with <c>and</c>, <c>or</c> and parentheses, of which <c>and</c> binds more tightly.</summary>
internal sealed class ConditionParser(string text)
{
    // The longer of those that begin alike come first.
    private static readonly (string Sign, ComparisonKind Kind)[] Signs =
    [
        ("!=", ComparisonKind.NotEqual), ("<=", ComparisonKind.LessOrEqual), (">=", ComparisonKind.GreaterOrEqual), ("!~", ComparisonKind.MatchesNot), ("==", ComparisonKind.Equal),
        ("=", ComparisonKind.Equal), ("<", ComparisonKind.Less), (">", ComparisonKind.Greater), ("~", ComparisonKind.Matches),
    ];

    private const int MostOpen = 100;   // parentheses in one another

    private readonly PathText _source = new(text);
    private int _open;

    /// <summary>Reads a condition.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Condition Parse(string text) => new ConditionParser(text).Whole();

    private Condition Whole()
    {
        var condition = Alternatives();
        return _source.IsAtEnd ? condition : throw _source.Unexpected();
    }

    private Condition Alternatives()
    {
        List<Condition> parts = [Conjunction()];
        while (_source.TakeWord("or") || _source.Take("||"))
        {
            parts.Add(Conjunction());
        }

        return parts is [var only] ? only : new Condition.Any(parts);
    }

    private Condition Conjunction()
    {
        List<Condition> parts = [Term()];
        while (_source.TakeWord("and") || _source.Take("&&"))
        {
            parts.Add(Term());
        }

        return parts is [var only] ? only : new Condition.All(parts);
    }

    private Condition Term()
    {
        _source.SkipBlanks();
        if (!_source.Take("("))
        {
            return Compared();
        }

        if (++_open > MostOpen)
        {
            throw new ArgumentException($"The condition has more than {MostOpen} parentheses in one another.");
        }

        var inner = Alternatives();
        if (!_source.Take(")"))
        {
            throw _source.Unexpected();
        }

        _open--;

        _source.SkipBlanks();
        return inner;
    }

    private Condition.Comparison Compared()
    {
        var path = _source.Path();
        _source.SkipBlanks();
        foreach (var (sign, kind) in Signs)
        {
            if (_source.Take(sign))
            {
                _source.SkipBlanks();
                var wanted = new Literal(Wanted(kind, out var isQuoted), isQuoted, kind is ComparisonKind.Matches or ComparisonKind.MatchesNot);
                _source.SkipBlanks();
                return new Condition.Comparison(path, kind, wanted);
            }
        }

        throw _source.Unexpected();
    }

    private string Wanted(ComparisonKind kind, out bool isQuoted)
    {
        isQuoted = _source.Next is '"' or '\'';
        if (isQuoted)
        {
            return _source.Quoted();
        }

        if (_source.Next == '/' && kind is ComparisonKind.Matches or ComparisonKind.MatchesNot && Regex() is { } expression)
        {
            return expression;
        }

        var word = _source.Until(letter => char.IsWhiteSpace(letter) || letter == ')');
        return word.Length > 0 ? word : throw _source.Unexpected();
    }

    /// <summary>A regular expression up to the slash that ends it, which a blank, a parenthesis or nothing follows.</summary>
    private string? Regex()
    {
        for (var end = _source.At + 1; end < text.Length; end++)
        {
            if (text[end] == '/' && text[end - 1] != '\\' && (end + 1 == text.Length || char.IsWhiteSpace(text[end + 1]) || text[end + 1] == ')'))
            {
                var expression = text[_source.At..(end + 1)];
                _source.Take(expression);
                return expression;
            }
        }

        return null;
    }
}
