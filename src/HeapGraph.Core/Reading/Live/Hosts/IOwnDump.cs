using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Core.Reading.Live.Hosts;

/// <summary>A dump that a process writes itself, among its own temporary files, and how it is asked to. Gone on disposal.</summary>
internal interface IOwnDump : IDisposable
{
    /// <summary>The dump as the process names it.</summary>
    string Inside { get; }

    /// <summary>The dump as this process reaches it.</summary>
    string Path { get; }

    /// <summary>How much of it is written.</summary>
    long Bytes { get; }

    /// <summary>Whether the process stands still, as for being dumped. It does so for long before the first byte is written.</summary>
    bool IsBeingTaken { get; }

    /// <summary>Takes away its name, now that it is whole and held open, where the system allows that.</summary>
    void LoseName();

    /// <summary>Asks the process.</summary>
    DiagnosticsClient Client { get; }
}
