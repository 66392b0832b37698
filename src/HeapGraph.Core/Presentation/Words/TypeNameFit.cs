namespace HeapGraph.Core.Presentation.Words;

/// <summary>Names of generic types that are too long for where they stand.</summary>
internal static class TypeNameFit
{
    private const string Cut = "…";

    extension(string name)
    {
        /// <summary>The name with as many of its type arguments as fit, <c>Dictionary&lt;string, List&lt;…&gt;&gt;</c>; of a type's own name
        /// nothing is ever cut, so it may still be longer.</summary>
        /// <param name="characters">How long it should be at most.</param>
        public string WithoutArgumentsBeyond(int characters)
        {
            while (name.Length > characters && LongestInnermost(name) is var (start, end))
            {
                name = string.Concat(name.AsSpan(0, start), Cut, name.AsSpan(end));
            }

            return name;
        }
    }

    /// <summary>Where the longest list of type arguments stands that holds no other whole one; null when there is none.</summary>
    private static (int Start, int End)? LongestInnermost(string name)
    {
        var open = new Stack<(int Start, bool HasInner)>();
        (int Start, int End)? longest = null;
        for (var at = 0; at < name.Length; at++)
        {
            // What compilers name with brackets, <Main>b__0, begins with one.
            if (name[at] == '<' && at > 0 && (char.IsLetterOrDigit(name[at - 1]) || name[at - 1] == '_'))
            {
                open.Push((at + 1, false));
            }
            else if (name[at] == '>' && at > 0 && name[at - 1] is not ('-' or '=') && open.TryPop(out var list))
            {
                var isCut = name.AsSpan(list.Start, at - list.Start) is Cut;
                if (!isCut && !list.HasInner && at - list.Start > (longest is var (from, to) ? to - from : 0))
                {
                    longest = (list.Start, at);
                }

                if (!isCut && open.TryPop(out var outer))
                {
                    open.Push(outer with { HasInner = true });
                }
            }
        }

        return longest;
    }
}
