namespace HeapGraph.Core.Reading.Live.Hosts;

/// <summary>By which ways a live process can be read from here.</summary>
/// <param name="Freezing">What forbids to freeze and copy it; null when that is allowed.</param>
/// <param name="Asking">What forbids to ask it for a dump over its diagnostics socket; null when that is allowed.</param>
internal sealed record ProcessAccess(AccessObstacle? Freezing, AccessObstacle? Asking)
{
    private static readonly Remedy Reachable = new Remedy.ReachSocket();

    /// <summary>It has no diagnostics socket.</summary>
    public static AccessObstacle NoSocket { get; } = new("its diagnostics socket is not there", Reachable);

    /// <summary>The socket may be there, but not for us.</summary>
    public static AccessObstacle SocketOutOfReach { get; } = new("its diagnostics socket can't be reached", Reachable);

    /// <summary>It is somebody else's, who would be asked in place of the process.</summary>
    /// <param name="owner">Whose.</param>
    public static AccessObstacle SocketOf(uint owner) => new(
        $"its diagnostics socket was made by user {owner}, who is not its own", "delete that socket, and start the process with a TMPDIR that only its user may write to");

    /// <summary>What it sees is not what we see, and this kernel can't keep links in there from leading us elsewhere.</summary>
    public static AccessObstacle ContainerOutOfReach { get; } = new(
        "its temporary folder lies in a container that can't be entered safely (openat2 is missing or forbidden here)", "run on Linux 5.6 or newer, or in that container");

    /// <summary>Whether one of them is open.</summary>
    public bool IsPossible => Freezing is null || Asking is null;

    /// <summary>Why there is no way, in one line; null when there is one.</summary>
    public string? Obstacle => IsPossible ? null : $"ptrace is not allowed ({Freezing!.Reason}), and {Asking!.Reason}";

    /// <summary>What to say of a process that can't be read.</summary>
    /// <param name="processId">The process.</param>
    public HeapReadException Refusal(int processId) => new(
        $"Process {processId} can't be read: ptrace is not allowed here ({Freezing?.Reason}), and {Asking?.Reason}.",
        new Remedy.OpenOneWay(Freezing!.Remedy, Asking!.Remedy));

    /// <summary>Whether it may be frozen.</summary>
    public TargetCheck CheckOfFreezing() => Freezing is not { } obstacle
        ? new TargetCheck("ptrace", CheckState.Good, "allowed: the process stands still only while its memory is copied")
        : new TargetCheck(
            "ptrace",
            IsPossible ? CheckState.Limited : CheckState.Bad,
            $"not allowed: {obstacle.Reason}{(IsPossible ? "; the process has to write a dump itself, and stands still meanwhile" : "")}",
            obstacle.Remedy);

    /// <summary>Whether it may be asked for a dump.</summary>
    /// <param name="socket">Its diagnostics socket, in a few words.</param>
    public TargetCheck CheckOfAsking(string socket) => Asking is not { } obstacle
        ? new TargetCheck("diagnostics socket", CheckState.Good, socket)
        : new TargetCheck(
            "diagnostics socket",
            IsPossible ? CheckState.Limited : CheckState.Bad,
            $"{obstacle.Reason}{(IsPossible ? "; not needed while ptrace is allowed" : "")}",
            obstacle.Remedy);
}
