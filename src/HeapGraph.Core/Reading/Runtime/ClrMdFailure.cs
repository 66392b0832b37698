namespace HeapGraph.Core.Reading.Runtime;

/// <summary>An exception that ClrMD throws on a damaged dump, where it takes the runtime's own structures to be whole.
/// Some are thrown while the DAC, native code, calls back into ClrMD: no catch can reach those across the native
/// frames, only the program's last handler.</summary>
internal static class ClrMdFailure
{
    /// <summary>What a failure says, without where it comes from.</summary>
    public static string FirstLineOf(Exception failure) => failure.Message.Split('\n', 2)[0].Trim();

    /// <returns>What to tell the user; null when the exception came from elsewhere.</returns>
    public static HeapReadException? Explain(Exception failure) =>
        failure is not (HeapReadException or OperationCanceledException or OutOfMemoryException)
        && failure.StackTrace?.Contains("at Microsoft.Diagnostics.Runtime.", StringComparison.Ordinal) == true
            ? new HeapReadException(
                $"The dump is damaged where the runtime keeps its own structures: {FirstLineOf(failure)}", HeapReadException.CollectAgain, failure)
            : null;
}
