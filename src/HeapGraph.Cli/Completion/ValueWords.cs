using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading.Live;

namespace HeapGraph.Cli.Completion;

/// <summary>What an option or an argument takes, told by what help calls it.</summary>
internal static class ValueWords
{
    public static NextWords Of(Option option, string start) => option switch
    {
        { Name: "--pid" } => Processes(start, process => process.Id.ToString(CultureInfo.InvariantCulture), process => process.Name),
        { Name: "--name" } => Processes(start, process => process.Name, process => $"process {process.Id}"),
        { HelpName: "FILE" or "PATH" } => new NextWords.Files(OnlyFolders: false),
        { HelpName: "DIR" } => new NextWords.Files(OnlyFolders: true),
        _ => Choices(option, start),
    };

    /// <summary>Dumps where there are some, and whatever files there are elsewhere.</summary>
    public static NextWords Of(Argument argument, string start) => argument.Name != "PATH" ? Choices(argument, start)
        : DumpPaths.BeginningWith(start) is { Count: > 0 } paths ? new NextWords.Paths(paths)
        : new NextWords.Files(OnlyFolders: false);

    private static NextWords.Known Choices(Symbol symbol, string start) =>
        NextWords.Beginning(start, symbol.GetCompletions(CompletionContext.Empty).Select(item => (item.Label, "")));

    // A name that would steer a terminal is not typed by itself.
    private static NextWords.Known Processes(string start, Func<LiveProcessInfo, string> word, Func<LiveProcessInfo, string> meaning) =>
        NextWords.Beginning(start, LiveProcesses.All()
            .Select(process => (Word: word(process), Meaning: $"{meaning(process).Printable}, .NET {process.RuntimeVersion?.Printable ?? "?"}"))
            .Where(process => process.Word == process.Word.Printable));
}
