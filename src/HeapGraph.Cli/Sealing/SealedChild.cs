using System.Globalization;
using System.Runtime.Versioning;

namespace HeapGraph.Cli.Sealing;

/// <summary>In the guard: what a child needs to give up its rights, and who answers for it then.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SealedChild
{
    private readonly int _ours, _childs;

    private SealedChild(int ours, int childs) => (_ours, _childs) = (ours, childs);

    /// <summary>Readies the start of a child; null where none can be sealed.</summary>
    /// <param name="environment">What the child is told.</param>
    public static SealedChild? Ready(IDictionary<string, string?> environment)
    {
        if (!SealKeeper.IsPossible || Channel.Open() is not (var ours, var childs))
        {
            return null;
        }

        environment[Seal.ChannelVariable] = childs.ToString(CultureInfo.InvariantCulture);
        environment["DOTNET_EnableDiagnostics"] = "0";   // whose sockets a sealed process could not delete
        return new SealedChild(ours, childs);
    }

    /// <summary>Answers for a child that was started, until it ends.</summary>
    /// <param name="childId">The child.</param>
    /// <param name="reads">Files that the command line names.</param>
    /// <param name="output">The file that it writes; null for none.</param>
    public void Serve(int childId, IEnumerable<string> reads, string? output)
    {
        _ = SealCalls.Close(_childs);
        new Thread(() => SealKeeper.Serve(_ours, childId, reads, output)) { IsBackground = true, Name = "seal" }.Start();
    }
}
