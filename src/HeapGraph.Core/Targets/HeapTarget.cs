namespace HeapGraph.Core.Targets;

/// <summary>What a command looks at.</summary>
internal abstract record HeapTarget
{
    private HeapTarget()
    {
        // Closed: these two and no others.
    }

    /// <summary>How the user would name it.</summary>
    public abstract string Name { get; }

    /// <summary>A dump on disk.</summary>
    public sealed record DumpFile(string Path) : HeapTarget
    {
        /// <inheritdoc/>
        public override string Name => Path;
    }

    /// <summary>A running process.</summary>
    public sealed record LiveProcess(int ProcessId, string ProcessName) : HeapTarget
    {
        /// <inheritdoc/>
        public override string Name => $"process {ProcessId} ({ProcessName})";
    }
}
