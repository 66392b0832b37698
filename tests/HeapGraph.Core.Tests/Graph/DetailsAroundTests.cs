using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Graph;

/// <summary>Details around others lose nothing of what these know.</summary>
public sealed class DetailsAroundTests
{
    private static readonly WeakArrow Arrow = new(1, 2, "Target");

    [Fact]
    public void Plain_details_know_all_that_the_others_do_but_keys_and_words_of_the_source()
    {
        var plain = new PlainDetails(new Known());
        Assert.Equal([SlotLabel.OfField("_entries")], plain.LabelsOf(1, 2));
        Assert.Equal([SlotLabel.OfField("_entries")], plain.PlainLabelsOf(1, 2));
        Assert.Equal(7, plain.PlaceIn(1, 2));
        Assert.Equal([Arrow], plain.WeakReferencesOf(1));
        Assert.Equal([Arrow], plain.WeakReferrersOf(2));
        Assert.Equal(0x7f00UL, plain.InsideOf(1, 10)?.MethodTable);
        Assert.Equal("Count = 3", plain.ValueOf(1));
    }

    private sealed class Known : IObjectDetails
    {
        public IReadOnlyList<SlotLabel> LabelsOf(int from, int to) => [SlotLabel.OfElement(17)];

        public IReadOnlyList<SlotLabel> PlainLabelsOf(int from, int to) => [SlotLabel.OfField("_entries")];

        public int? PlaceIn(int collection, int node) => 7;

        public IReadOnlyList<WeakArrow> WeakReferencesOf(int objectIndex) => [Arrow];

        public IReadOnlyList<WeakArrow> WeakReferrersOf(int objectIndex) => [Arrow];

        public ObjectInside? InsideOf(int objectIndex, int maxElements) => new(0x7f00, [], 0);

        public string? ValueOf(int objectIndex) => "Count = 3";
    }
}
