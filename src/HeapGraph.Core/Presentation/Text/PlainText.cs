using System.Globalization;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>What presenters write where there is no terminal: without colours, in the invariant culture, never wrapped.</summary>
internal static class PlainText
{
    /// <summary>Columns where there is no terminal: more than any line has.</summary>
    public const int Unwrapped = 1_000_000;

    /// <summary>A console without colours over a writer.</summary>
    public static IAnsiConsole ConsoleOver(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Width = Unwrapped;
        console.Pipeline.Attach(new PrintableOutput());
        return console;
    }

    /// <summary>What a presenter writes.</summary>
    public static string WrittenBy(Action<TextWriter> write) => Invariantly(() =>
    {
        using var output = new StringWriter();
        write(output);
        return output.ToString();
    });

    /// <summary>Runs something whose numbers must read the same in every culture of the host.</summary>
    public static T Invariantly<T>(Func<T> work)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
