using System.CommandLine;
using HeapGraph.Cli.Commands;
using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Completion;

/// <summary>Scripts that make a shell complete what is typed behind <c>heapgraph</c>.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "completion",
            "A script that makes a shell complete commands, options, their values, process ids and dumps.",
            "eval \"$(heapgraph completion bash)\"                         # in ~/.bashrc",
            "source <(heapgraph completion zsh)                          # in ~/.zshrc",
            "heapgraph completion fish | source                          # in config.fish",
            "heapgraph completion pwsh | Out-String | Invoke-Expression  # in $PROFILE");
        var shell = new Argument<string>("SHELL") { HelpName = "SHELL", Description = $"{string.Join(", ", Shells[..^1])} or {Shells[^1]}" };
        shell.AcceptOnlyFromAmong(Shells);
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            using var script = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{parsed.GetValue(shell)}")!;
            session.Output.Write(new StreamReader(script).ReadToEnd());
        });
        return command;
    }
}
