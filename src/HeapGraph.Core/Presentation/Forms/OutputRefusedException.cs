namespace HeapGraph.Core.Presentation.Forms;

/// <summary>A result can't be written in the form, or under the name, that was asked for.</summary>
internal abstract class OutputRefusedException(string message) : ArgumentException(message)
{
    /// <summary>No form of the result ends so.</summary>
    public sealed class UnknownEnding(string ending, IReadOnlyList<string> endings)
        : OutputRefusedException($"'{ending}' files can't be written. Use one of: {string.Join(' ', endings)}")
    {
        /// <summary>The ending, with its dot.</summary>
        public string Ending => ending;

        /// <summary>Those that can be written.</summary>
        public IReadOnlyList<string> Endings => endings;
    }

    /// <summary>The name says one form and the user another.</summary>
    public sealed class Contradiction(string path, string format, IReadOnlyList<string> endings)
        : OutputRefusedException($"'{path}' can't be written as {format}.")
    {
        /// <summary>Endings of the form that was asked for; none when any other form goes with the name.</summary>
        public IReadOnlyList<string> Endings => endings;
    }

    /// <summary>The form is no text, and no file was named.</summary>
    public sealed class NoText(string form, string ending)
        : OutputRefusedException($"{form} is no text.")
    {
        /// <summary>An ending that such a file has.</summary>
        public string Ending => ending;
    }
}
