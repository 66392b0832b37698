using HeapGraph.Core.Presentation.Text;
using Spectre.Console;

namespace HeapGraph.Cli.Running;

/// <summary>What people read, as wide and as colourful as where it goes.</summary>
internal static class ResultConsole
{
    private const int Narrowest = 40;
    private const int WidthOfHelpInFiles = 80;

    /// <summary>False when the user's environment says NO_COLOR.</summary>
    public static bool IsColourWanted => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>A console over a writer: coloured only on a terminal, and not when NO_COLOR is set.</summary>
    public static IAnsiConsole Over(TextWriter writer)
    {
        var isTerminal = IsTerminal(writer);
        var colours = isTerminal && IsColourWanted;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Capabilities.Unicode = writer.Encoding.WebName.StartsWith("utf-", StringComparison.Ordinal);
        console.Pipeline.Attach(new PrintableOutput());
        console.Profile.Width = isTerminal ? Math.Max(Narrowest, console.Profile.Width) : PlainText.Unwrapped;
        return console;
    }

    /// <summary>How wide help is: as the terminal is, or as most are.</summary>
    public static int WidthOfHelp(TextWriter writer) =>
        IsTerminal(writer) && Console.WindowWidth is > 0 and var width ? Math.Max(Narrowest, width) : WidthOfHelpInFiles;

    /// <summary>How wide remarks are: as the terminal is; without one they are not wrapped.</summary>
    public static int WidthOf(TextWriter error) =>
        ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected && Console.WindowWidth is > 0 and var width ? Math.Max(Narrowest, width) : int.MaxValue;

    private static bool IsTerminal(TextWriter writer) => ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected;
}
