using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output says what a process died of.</summary>
internal static class DeathWording
{
    // The default of most exceptions, and what others have that say nothing more by it (E_FAIL, E_POINTER, E_INVALIDARG, E_OUTOFMEMORY).
    private const uint OfTheRuntime = 0x8013;
    private static readonly uint[] Plain = [0, 0x80004002, 0x80004003, 0x80004005, 0x80070057, 0x8007000E];

    private static readonly Dictionary<int, string> Signals = new() { [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE", [11] = "SIGSEGV", [31] = "SIGSYS" };

    /// <summary><c>Died of InvalidOperationException: boom -1, thread 1, Program.Main at Program.cs:12</c></summary>
    public static string Of(HeapDeath death) => $"Died of {WithoutVerb(death)}";

    /// <summary>The same without its first two words.</summary>
    public static string WithoutVerb(HeapDeath death) =>
        $"{CauseOf(death)}, {(death.ThreadId is { } id ? $"thread {id}" : $"a thread of native code ({death.OsThreadId})")}{(death.At is { } at ? $", {Of(at)}" : "")}".Printable;

    /// <summary>The same as a header's lines: one, or none.</summary>
    public static IReadOnlyList<string> HeaderOf(HeapCoverage coverage) => coverage.Death is { } death ? [Of(death)] : [];

    /// <summary><c>SIGABRT</c>, or the number.</summary>
    public static string NameOf(int signal) => Signals.GetValueOrDefault(signal, $"signal {signal}");

    /// <summary>An exception on one line: <c>System.IO.FileNotFoundException: No such file (HResult 0x80070002)</c>.</summary>
    public static string Of(HeapException exception, bool shorten) =>
        ((shorten ? CSharpTypeName.ShortNameOf(exception.Type) : exception.Type) + (exception.Message is { Length: > 0 } message ? $": {message}" : "")
        + (IsPlain((uint)exception.HResult) ? "" : $" (HResult 0x{exception.HResult:x8})")
        + (exception.Unread is { } missing ? $" ({missing} not in the dump)" : "")).Printable;

    /// <summary>A frame with its source line.</summary>
    public static string Of(HeapFrame frame) => frame.Method + (frame.SourceLine is null ? "" : $" at {frame.SourceLine}");

    private static string CauseOf(HeapDeath death) => death.Unhandled is { } exception ? Of(exception, shorten: true).TrimEnd('.')
        : death.IsFailFast ? "Environment.FailFast"
        : NameOf(death.Signal);

    private static bool IsPlain(uint result) => result >> 16 == OfTheRuntime || Plain.Contains(result);
}
