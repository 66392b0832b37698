namespace HeapGraph.Cli.Running;

/// <summary>A command line that is wrong or names nothing that exists.</summary>
internal sealed class UsageException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;
}
