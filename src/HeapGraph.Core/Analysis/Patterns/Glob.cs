namespace HeapGraph.Core.Analysis.Patterns;

/// <summary>Patterns in which <c>*</c> stands for any letters, also none, and <c>?</c> for one. Every other letter stands for itself.</summary>
internal static class Glob
{
    /// <summary>Whether a text as a whole matches.</summary>
    /// <remarks>No memory; letters of the text times those of the pattern at worst.</remarks>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (at, next, star, after) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (next < pattern.Length && pattern[next] == '*')
            {
                (star, after) = (next++, at);
            }
            else if (next < pattern.Length && (pattern[next] == '?' || pattern[next] == text[at]))
            {
                at++;
                next++;
            }
            else if (star >= 0)
            {
                // The last star stands for one letter more.
                (next, at) = (star + 1, ++after);
            }
            else
            {
                return false;
            }
        }

        while (next < pattern.Length && pattern[next] == '*')
        {
            next++;
        }

        return next == pattern.Length;
    }
}
