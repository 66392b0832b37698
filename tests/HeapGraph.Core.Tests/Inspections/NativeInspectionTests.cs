using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>Native memory, and who may own it.</summary>
public sealed class NativeInspectionTests
{
    [Fact]
    public void Twenty_objects_with_a_finalizer_and_a_pointer_are_found_where_native_memory_fills_the_process()
    {
        SketchTriage.Holds(Images(20, resident: 200), 20, 20 * 24, "System.Collections.Generic.List<Image>");
        Assert.Empty(SketchTriage.FindingsOf(Images(19, resident: 200)));
        Assert.Empty(SketchTriage.FindingsOf(Images(200, resident: 80)));   // 60 MB
        Assert.Empty(SketchTriage.FindingsOf(Images(20, resident: 200).Replace("finalizable, ", "", StringComparison.Ordinal)));
        Assert.Empty(SketchTriage.FindingsOf(Images(20, resident: 200).Replace("20 MB files", "120 MB files", StringComparison.Ordinal)));
    }

    [Fact]
    public void Pointers_that_are_null_do_not_count()
    {
        Assert.Empty(SketchTriage.FindingsOf(Images(100, resident: 200, open: 19)));
        Assert.Equal(60, Assert.Single(SketchTriage.FindingsOf(Images(100, resident: 200, open: 60))).Objects);
    }

    [Fact]
    public void Garbage_that_waits_for_its_finalizer_counts_and_is_told_apart() =>
        SketchTriage.Holds($"""
            {Images(30, resident: 200)}
            Image#101..170
            Image#101..170: finalizable, set _handle
            """, 100, 30 * 24, "System.Collections.Generic.List<Image>");

    [Fact]
    public void Those_that_were_disposed_of_come_next()
    {
        var finding = SketchTriage.Holds($"{Images(30, resident: 200)}\nImage#1..12: set _disposed", 30, 30 * 24, "System.Collections.Generic.List<Image>");
        Assert.Equal(new NextCommand.DisposedObjectsOf("Image"), finding.Next);
    }

    private static string Images(int count, int resident, int? open = null) => $"""
        process: {resident} MB, 20 MB files
        static Shop.Album.Images -> System.Collections.Generic.List<Image> -> Image[] -> Image#1..{count}
        Image#1..{count}: finalizable{(open is null ? ", set _handle" : "")}
        {(open is { } some ? $"Image#1..{some}: set _handle" : "")}
        """;
}
