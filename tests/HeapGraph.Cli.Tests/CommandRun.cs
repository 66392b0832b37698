using HeapGraph.Cli.Running;
using HeapGraph.Testing;

namespace HeapGraph.Cli.Tests;

/// <summary>One run of the program, inside the test where that can be: its exit code and what it wrote.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="AllErrors">What it wrote to stderr.</param>
internal sealed record CommandRun(int ExitCode, string Output, string AllErrors)
{
    private const string NextMark = "Next: ";

    /// <summary>What it wrote to stderr, without the line that says how to go on.</summary>
    public string Error => string.Concat(AllErrors.Split('\n').Where(line => !line.StartsWith(NextMark, StringComparison.Ordinal)).Select((line, index) => index == 0 ? line : $"\n{line}"));

    /// <summary>The command to go on with; null when none was said.</summary>
    public string? Next => AllErrors.Split('\n').FirstOrDefault(line => line.StartsWith(NextMark, StringComparison.Ordinal))?[NextMark.Length..];

    public static CommandRun Of(params string[] args) => Of(CancellationToken.None, args);

    public static CommandRun Of(CancellationToken cancellation, params string[] args)
    {
        // The DAC of .NET 8 can crash on a thread static field: its guard survives that, this process would not.
        if (TargetRuntimes.Chosen == TargetRuntime.Net8 || (BuiltTool.IsGiven && !cancellation.CanBeCanceled))
        {
            return ToolProcess.Run(args);
        }

        return Within(args, cancellation);
    }

    /// <summary>One inside the test, with all its rights, whatever tool is given.</summary>
    public static CommandRun Here(params string[] args) => Within(args, CancellationToken.None);

    private static CommandRun Within(string[] args, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = HeapGraphProgram.Run(args, output, error, cancellation);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
