using System.Text;

namespace HeapGraph.Cli.Manual;

/// <summary>The language of manual pages, as far as one needs it: text goes in as it is, and what would steer the formatter is escaped.</summary>
internal sealed class Roff
{
    private readonly StringBuilder _page = new();

    public override string ToString() => _page.ToString();

    /// <summary>What man shows above and below the page.</summary>
    public void Title(string name, string source, string manual)
    {
        Line($".TH {Word(name)} 1 \"\" {Word(source)} {Word(manual)}");

        // No word is broken, as options are to be found and copied.
        Line(".nh");
        Line(".ad l");
    }

    public void Heading(string text) => Line($".SH {Word(text)}");

    public void SubHeading(string text) => Line($".SS {Word(text)}");

    /// <summary>The first paragraph below a heading.</summary>
    public void Begin(string text) => Line(Text(text));

    public void Paragraph(string text)
    {
        Line(".PP");
        Line(Text(text));
    }

    /// <summary>A term and what it means, which stands beside it or below.</summary>
    /// <param name="term">What is typed as it is.</param>
    /// <param name="value">What stands for something; empty for nothing.</param>
    /// <param name="meaning">Plain text.</param>
    public void Term(string term, string value, string meaning)
    {
        Line(".TP");
        Line(Phrase(term, value));
        Line(Text(meaning));
    }

    /// <summary>The first paragraph below a heading, of a term and a value alone.</summary>
    public void Begin(string term, string value) => Line(Phrase(term, value));

    /// <summary>Lines that are kept as they are.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        Line(".PP");
        Line(".RS 4");
        Line(".EX");
        foreach (var line in lines)
        {
            Line(Text(line));
        }

        Line(".EE");
        Line(".RE");
    }

    private static string Phrase(string term, string value) => $@"\fB{Escaped(term)}\fR" + (value.Length > 0 ? $@" \fI{Escaped(value)}\fR" : "");

    private void Line(string line) => _page.Append(line).Append('\n');

    private static string Word(string text) => $"\"{Escaped(text).Replace("\"", @"\(dq", StringComparison.Ordinal)}\"";

    // A line that begins with a dot or an apostrophe is a request.
    private static string Text(string text) => Escaped(text) is var line && line.StartsWith('.') ? @"\&" + line : line;

    private static string Escaped(string text) => string.Concat(text.Select(letter => letter switch
    {
        '\\' => @"\e",
        '-' => @"\-",
        '\'' => @"\(aq",
        '`' => @"\(ga",
        '^' => @"\(ha",
        '~' => @"\(ti",
        _ => letter.ToString(),
    }));
}
