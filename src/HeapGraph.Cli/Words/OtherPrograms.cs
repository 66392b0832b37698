namespace HeapGraph.Cli.Words;

/// <summary>Command lines of other programs, as advice quotes them.</summary>
internal static class OtherPrograms
{
    public const string CollectDump = "dotnet-dump collect --type Heap -p PID";
    public const string FetchDac = "dotnet-symbol --debugging DUMP";
    public const string DockerTraceRight = "docker: --cap-add=SYS_PTRACE";
    public const string DockerWithoutFilter = "--security-opt seccomp=unconfined";
    public const string DockerSamePids = "--pid=container:NAME";
}
