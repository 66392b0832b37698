using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Tests;

/// <summary>One run of the program inside the test: its exit code and what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static CommandRun Of(params string[] args) => Of(CancellationToken.None, args);

    public static CommandRun Of(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = HeapGraphProgram.Run(args, output, error, cancellation);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
