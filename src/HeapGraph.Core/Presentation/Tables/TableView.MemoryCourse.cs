using System.Globalization;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    /// <summary>What a process had in memory, a row a sample.</summary>
    public static TableView Of(string target, MemoryCourse course) => new(
        [target, .. MemoryCourseWording.Of(course)],
        [
            TableColumn.Id("seconds"), TableColumn.Bytes("resident"), TableColumn.Bytes("without a file"), TableColumn.Bytes("files"),
            TableColumn.Bytes("shared memory", spare: 1), TableColumn.Bytes("swapped", spare: 1), .. course.IncludesChildren ? (TableColumn[])[TableColumn.Number("processes")] : [],
        ],
        [.. course.Samples.Select(sample => (IReadOnlyList<object>)[
            sample.At.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture), sample.ResidentBytes, sample.AnonymousBytes, sample.FileBytes, sample.SharedMemoryBytes,
            sample.SwappedBytes, .. course.IncludesChildren ? (object[])[(long)sample.Processes] : []])],
        []);
}
