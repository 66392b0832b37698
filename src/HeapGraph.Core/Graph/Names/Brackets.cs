namespace HeapGraph.Core.Graph.Names;

/// <summary>Which parts of a name stand in brackets: type arguments, and what a compiler puts around a name.</summary>
internal static class Brackets
{
    /// <summary>The place behind the bracket that closes the one at a place; the name's end when none does.</summary>
    /// <param name="name">The name.</param>
    /// <param name="at">Where a bracket opens.</param>
    /// <param name="square">Whether square brackets count as well, in which the runtime puts type arguments.</param>
    public static int EndOf(string name, int at, bool square = false)
    {
        var depth = 0;
        for (; at < name.Length; at++)
        {
            depth += Opens(name[at], square) ? 1 : name[at] == '>' || (square && name[at] == ']') ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return at;
    }

    /// <summary>The places that stand in no brackets, and are none.</summary>
    public static IEnumerable<int> Outside(string name, bool square = false)
    {
        for (var at = 0; at < name.Length;)
        {
            if (Opens(name[at], square))
            {
                at = EndOf(name, at, square);
            }
            else
            {
                yield return at++;
            }
        }
    }

    /// <summary>Where a character stands last outside of all brackets; -1 when it does not.</summary>
    public static int LastOutside(string name, char wanted, bool square = false) => Outside(name, square).Where(at => name[at] == wanted).LastOrDefault(-1);

    private static bool Opens(char letter, bool square) => letter == '<' || (square && letter == '[');
}
