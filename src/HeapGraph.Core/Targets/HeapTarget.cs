using HeapGraph.Core.Reading.Live;

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

    /// <summary>The same as arguments of a command, quoted for a shell.</summary>
    public abstract string Arguments { get; }

    /// <summary>A dump on disk.</summary>
    public sealed record DumpFile(string Path) : HeapTarget
    {
        /// <inheritdoc/>
        public override string Name => Path;

        /// <inheritdoc/>
        public override string Arguments => Path.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-+=:@".Contains(letter, StringComparison.Ordinal))
            ? Path
            : $"'{Path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>A running process.</summary>
    public sealed record LiveProcess(int ProcessId, string ProcessName) : HeapTarget
    {
        /// <inheritdoc/>
        public override string Name => $"process {ProcessId} ({ProcessName})";

        /// <inheritdoc/>
        public override string Arguments => $"--pid {ProcessId}";
    }
}
