using System.Globalization;
using System.Runtime.CompilerServices;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>A sentence of a result that may name <see cref="Term"/>s, which are worded when it is written.</summary>
internal sealed class Remark
{
    private readonly FormattableString _sentence;

    private Remark(FormattableString sentence) => _sentence = sentence;

    public static implicit operator Remark(string sentence) => new(FormattableStringFactory.Create("{0}", sentence));

    /// <summary>A sentence with terms, or with other remarks, in its holes.</summary>
    public static Remark With(FormattableString sentence) => new(sentence);

    /// <summary>The sentence in somebody's words.</summary>
    public string In(IRemedyWords words) => string.Format(
        CultureInfo.CurrentCulture,
        _sentence.Format,
        Array.ConvertAll(_sentence.GetArguments(), part => part switch
        {
            Term term => words.Of(term),
            Remark remark => remark.In(words),
            _ => part,
        }));
}
