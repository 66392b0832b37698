using HeapGraph.Cli.Running;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live;

namespace HeapGraph.Cli.Output;

/// <summary>Writes a live process's heap to a core dump, whole or not at all.</summary>
internal static class HeapCapture
{
    /// <summary>Writes it, and says how long the process stood still.</summary>
    /// <param name="path">The file.</param>
    /// <param name="processId">The process.</param>
    /// <param name="live">How it is copied.</param>
    /// <param name="session">The run.</param>
    /// <exception cref="HeapReadException">The process can't be copied.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, int processId, LiveOptions live, Session session)
    {
        using var progress = session.Progress();
        AtomicFile.Fill(path, file =>
        {
            using var copy = HeapCopy.Take(
                processId, live with { TellsResidence = true, OutputFolder = Path.GetDirectoryName(Path.GetFullPath(path)) }, progress, session.Cancellation);
            progress.Report(new HeapReadProgress("Writing the dump", 0, 0, ""));
            copy.SaveTo(file, session.Cancellation);
            session.NoteFreeze(copy.Freeze);
        });
        session.Note($"Wrote {path}: {new FileInfo(path).Length:N0} bytes.");
    }
}
