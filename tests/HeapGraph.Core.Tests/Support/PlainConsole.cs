using Spectre.Console;

namespace HeapGraph.Core.Tests.Support;

/// <summary>What a presenter writes to a terminal without colours.</summary>
internal static class PlainConsole
{
    public static string TextOf(Action<IAnsiConsole> write, int width = 100)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        write(console);
        return output.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
