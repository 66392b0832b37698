using System.Globalization;
using System.Text;

namespace HeapGraph.Core.Graph.Values;

/// <summary>Reads paths, texts in quotes and words out of what a user typed, from left to right.</summary>
internal sealed class PathText(string text)
{
    private const int MostParts = 1_000;

    /// <summary>Where it stands.</summary>
    public int At { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => At == text.Length;

    /// <summary>The next letter; '\0' at the end.</summary>
    public char Next => At < text.Length ? text[At] : '\0';

    /// <summary>The path that a text is as a whole.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static ValuePath PathIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var source = new PathText(text);
        var path = source.Path();
        source.SkipBlanks();
        return source.IsAtEnd ? path : throw source.Unexpected();
    }

    /// <summary>Passes over blanks.</summary>
    public void SkipBlanks()
    {
        while (char.IsWhiteSpace(Next))
        {
            At++;
        }
    }

    /// <summary>Passes over a text if it stands here.</summary>
    public bool Take(string wanted)
    {
        var found = text.AsSpan(At).StartsWith(wanted, StringComparison.Ordinal);
        At += found ? wanted.Length : 0;
        return found;
    }

    /// <summary>Passes over a word if it stands here, in whatever case, and ends here.</summary>
    public bool TakeWord(string word)
    {
        var end = At + word.Length;
        var found = text.AsSpan(At).StartsWith(word, StringComparison.OrdinalIgnoreCase) && (end == text.Length || !IsOfName(text[end]));
        At = found ? end : At;
        return found;
    }

    /// <summary>Reads a path.</summary>
    /// <exception cref="ArgumentException">None stands here.</exception>
    public ValuePath Path()
    {
        SkipBlanks();
        var (start, parts) = (At, new List<PathPart>());
        if (Next != '[')
        {
            parts.Add(Member());
        }

        while (Next is '.' or '[')
        {
            if (parts is [.., PathPart.Field { Name: ValuePath.Type }])
            {
                throw Wrong($"A path ends with {ValuePath.Type}.");
            }

            parts.Add(Take(".") ? Member() : InBrackets());
            if (parts.Count > MostParts)
            {
                throw Wrong($"A path has more than {MostParts} parts.");
            }
        }

        var typed = text[start..At];
        return new ValuePath(typed, parts is [PathPart.Field { Name: ValuePath.Self }, ..] ? parts[1..] : parts);
    }

    /// <summary>Reads a text in double or single quotes, in which a backslash takes the next letter as it is.</summary>
    /// <exception cref="ArgumentException">It does not end.</exception>
    public string Quoted()
    {
        var (quote, start, found) = (text[At++], At, new StringBuilder());
        while (Next != quote)
        {
            At += Next == '\\' ? 1 : 0;
            found.Append(IsAtEnd ? throw Wrong($"The text that begins with {quote}{text[start..]} has no end.") : text[At++]);
        }

        At++;
        return found.ToString();
    }

    /// <summary>Reads up to a letter that ends it, which stays.</summary>
    public string Until(Func<char, bool> ends)
    {
        var start = At;
        while (!IsAtEnd && !ends(text[At]))
        {
            At++;
        }

        return text[start..At];
    }

    /// <summary>The failure that something else was expected here.</summary>
    public ArgumentException Unexpected() => Wrong(IsAtEnd ? $"'{text}' ends too early." : $"'{text}' can't be read from '{text[At..]}' on.");

    private static ArgumentException Wrong(string sentence) => new(sentence);

    private PathPart.Field Member() => Take(ValuePath.Type) ? new(ValuePath.Type) : new(Name());

    private PathPart InBrackets()
    {
        At++;
        SkipBlanks();
        PathPart part = Next is '"' or '\'' ? new PathPart.Key(Quoted())
            : long.TryParse(Until(letter => letter is ']' || char.IsWhiteSpace(letter)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? new PathPart.Index(number)
            : throw Wrong($"In '{text}' an index is no whole number and no text in quotes.");
        SkipBlanks();
        return Take("]") ? part : throw Unexpected();
    }

    /// <summary>A name; one that the compiler made begins with <c>&lt;</c> and holds <c>&gt;</c>.</summary>
    private string Name()
    {
        var start = At;
        if (Next == '<' && text.IndexOf('>', At) is > 0 and var end)
        {
            At = end + 1;
        }

        while (IsOfName(Next))
        {
            At++;
        }

        return At > start ? text[start..At] : throw Unexpected();
    }

    private static bool IsOfName(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '$' or '@';
}
