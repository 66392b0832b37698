using System.Globalization;
using System.Text.Json;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    private static void WriteProcess(Utf8JsonWriter json, HeapProcess process)
    {
        json.WriteStartObject("process");
        WriteKnown("program", process.Program);
        WriteNumber("pid", process.Id);
        WriteKnown("runtime", process.Runtime);
        WriteKnown("takenAt", process.TakenAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        WriteKnown("takenAtBy", process.TakenAt is null ? null : process.IsTimeOfFile ? "file" : "dump");
        WriteNumber("secondsRunning", process.Age is { } age ? (long)age.TotalSeconds : null);
        WriteNumber("residentBytes", process.ResidentBytes);
        WriteNumber("residentFileBytes", process.ResidentFileBytes);
        WriteNumber("memoryLimit", process.MemoryLimit);
        json.WriteEndObject();

        void WriteKnown(string name, string? text)
        {
            if (text is not null)
            {
                WriteText(json, name, text);
            }
        }

        void WriteNumber(string name, long? number)
        {
            if (number is { } known)
            {
                json.WriteNumber(name, known);
            }
        }
    }
}
