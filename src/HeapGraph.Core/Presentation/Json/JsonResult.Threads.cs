using System.Text.Json;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.threads/1</summary>
    public static string Of(string target, ThreadReport report) => Write("threads", json =>
    {
        WriteText(json, "target", target);
        json.WriteStartArray("deadlocks");
        foreach (var ring in report.Deadlocks)
        {
            json.WriteStartObject();
            WriteNumbers(json, "threads", [.. ring.Select(thread => (long)thread.Id)]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteCoverage(json, report.Coverage);
        var groups = report.Groups;
        json.WriteNumber("stacks", groups.Count);
        json.WriteStartArray("threads");
        foreach (var (stack, thread) in groups.Index().SelectMany(group => group.Item.Select(thread => (group.Index, thread))).OrderBy(thread => thread.thread.Id))
        {
            WriteThread(json, thread, stack);
        }

        json.WriteEndArray();
    });

    /// <summary>What the process died of, where it did.</summary>
    private static void WriteDeath(Utf8JsonWriter json, HeapCoverage coverage)
    {
        if (coverage.Death is not { } death)
        {
            return;
        }

        json.WriteStartObject("died");
        WriteText(json, "of", DeathWording.WithoutVerb(death));
        json.WriteNumber("signal", death.Signal);
        json.WriteNumber("osThread", death.OsThreadId);
        if (death.ThreadId is { } thread)
        {
            json.WriteNumber("thread", thread);
        }

        json.WriteBoolean("failFast", death.IsFailFast);
        if (death.Unhandled is { } exception)
        {
            WriteException(json, "exception", exception);
        }

        if (death.At is { } at)
        {
            json.WritePropertyName("at");
            WriteFrame(json, at);
        }

        json.WriteEndObject();
    }

    private static void WriteThread(Utf8JsonWriter json, HeapThread thread, int stack)
    {
        json.WriteStartObject();
        json.WriteNumber("id", thread.Id);
        json.WriteNumber("osId", thread.OsId);
        if (thread.Name is not null)
        {
            WriteText(json, "name", thread.Name);
        }

        json.WriteStartArray("traits");
        foreach (var trait in Enum.GetValues<HeapThreadTraits>().Where(trait => trait != HeapThreadTraits.None && thread.Traits.HasFlag(trait)))
        {
            json.WriteStringValue(trait.ToString().ToLowerInvariant());
        }

        json.WriteEndArray();
        json.WriteNumber("stack", stack);
        WriteFrames(json, thread.Frames);
        if (thread.FramesLeftOut > 0)
        {
            json.WriteNumber("framesLeftOut", thread.FramesLeftOut);
        }

        if (thread.OuterFrames.Count > 0)
        {
            WriteFrames(json, thread.OuterFrames, "outerFrames");
        }

        if (thread.Unread is not null)
        {
            WriteText(json, "unread", thread.Unread);
        }

        WriteWait(json, thread.WaitsFor);
        WriteLocks(json, thread.Holds);
        if (thread.Exception is { } exception)
        {
            WriteException(json, "exception", exception);
        }

        if (thread.Retained is { } retained)
        {
            WriteTotals(json, "retained", retained.Objects, retained.Bytes);
        }

        json.WriteEndObject();
    }

    private static void WriteWait(Utf8JsonWriter json, HeapWait? wait)
    {
        if (wait is null)
        {
            return;
        }

        json.WriteStartObject("waitsFor");
        json.WriteString("kind", wait.Kind.ToString().ToLowerInvariant());
        WriteText(json, "method", wait.Method);
        if (wait.Type is not null)
        {
            json.WriteString("address", $"{wait.Address:x}");
            WriteText(json, "type", wait.Type.Name);
        }

        if (wait.Owner is { } owner)
        {
            json.WriteNumber("owner", owner);
        }

        json.WriteEndObject();
    }

    private static void WriteLocks(Utf8JsonWriter json, IReadOnlyList<HeapLock> locks)
    {
        json.WriteStartArray("holds");
        foreach (var held in locks)
        {
            json.WriteStartObject();
            json.WriteString("kind", held.Kind.ToString().ToLowerInvariant());
            json.WriteString("address", $"{held.Address:x}");
            WriteText(json, "type", held.Type.Name);
            json.WriteNumber("entered", held.Entered);
            WriteNumbers(json, "waiters", [.. held.Waiters.Select(id => (long)id)]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteException(Utf8JsonWriter json, string? name, HeapException exception)
    {
        if (name is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(name);
        }

        WriteText(json, "type", exception.Type);
        WriteText(json, "message", exception.Message);
        json.WriteString("address", $"{exception.Address:x}");
        json.WriteNumber("hresult", exception.HResult);
        if (exception.Unread is not null)
        {
            WriteText(json, "unread", exception.Unread);
        }

        WriteFrames(json, exception.Frames);
        if (exception.FramesLeftOut > 0)
        {
            json.WriteNumber("framesLeftOut", exception.FramesLeftOut);
        }

        json.WriteStartArray("inner");
        foreach (var inner in exception.Inner)
        {
            WriteException(json, null, inner);
        }

        json.WriteEndArray();
        if (exception.InnerLeftOut > 0)
        {
            json.WriteNumber("innerLeftOut", exception.InnerLeftOut);
        }

        json.WriteEndObject();
    }

    private static void WriteFrames(Utf8JsonWriter json, IReadOnlyList<HeapFrame> frames, string name = "frames")
    {
        json.WriteStartArray(name);
        foreach (var frame in frames)
        {
            WriteFrame(json, frame);
        }

        json.WriteEndArray();
    }

    private static void WriteFrame(Utf8JsonWriter json, HeapFrame frame)
    {
        json.WriteStartObject();
        WriteText(json, "method", frame.Method);
        if (frame.SourceLine is not null)
        {
            WriteText(json, "source", frame.SourceLine);
        }

        json.WriteEndObject();
    }
}
