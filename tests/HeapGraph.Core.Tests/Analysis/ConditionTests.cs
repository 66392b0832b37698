using HeapGraph.Core.Analysis.Conditions;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

/// <summary>Conditions over values: which hold, and what is said where that can't be told.</summary>
public sealed class ConditionTests
{
    // Object 0 has all of these, object 1 has none, object 2 has a null in their place.
    private static readonly SketchedValues Values = new(new()
    {
        ["Name"] = "sync", ["Empty"] = "", ["Count"] = 17L, ["Less"] = -3L, ["Big"] = ulong.MaxValue, ["Rate"] = 0.1f, ["Weight"] = 2.5, ["Total"] = 10.50m, ["Done"] = true,
        ["Letter"] = 'x', ["Due"] = new DateTime(2026, 1, 31, 12, 0, 0), ["Took"] = TimeSpan.FromMinutes(90), ["Day"] = new DateOnly(2026, 1, 31), ["At"] = new TimeOnly(12, 30),
        ["Id"] = new Guid("00000000-0000-0000-0000-000000000011"), ["State"] = State.Paid, ["Wishes"] = State.Paid | State.Sent, ["Buyer"] = new object(),
        ["Quotient"] = double.NaN, ["Sent"] = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc), ["Folder"] = @"C:\temp\x", ["Mark"] = Mark.High,
    });

    private enum Mark : ulong
    {
        Low = 1,
        High = 1UL << 63,
    }

    [Flags]
    private enum State
    {
        Open = 0,
        Paid = 1,
        Sent = 2,
    }

    [Theory]
    [InlineData("Name = sync")]
    [InlineData("Name = \"sync\"")]
    [InlineData("Name == 'sync'")]
    [InlineData("Name != SYNC and Name != null")]
    [InlineData("Name < t and Name > \"sx\"")]
    [InlineData("Name ~ s*c")]
    [InlineData("Name ~ s?nc")]
    [InlineData("Name !~ s and Name != null")]
    [InlineData("Name ~ /^s.*c$/")]
    [InlineData("(Name ~ /a (b)|y/ or Count = 1)")]
    [InlineData("Name != null")]
    [InlineData("Empty = \"\"")]
    [InlineData("Count=17")]
    [InlineData("Count >= 17 and Count <= 17 and Count > 16.5")]
    [InlineData("Count = 0x11")]
    [InlineData("Count ~ 1*")]
    [InlineData("Less < 0")]
    [InlineData("Big = 18446744073709551615")]
    [InlineData("Big > 1")]
    [InlineData("Rate = 0.1")]
    [InlineData("Weight = 2.5 and Weight < 1e3")]
    [InlineData("Total = 10.5")]
    [InlineData("Done = true && Done != false")]
    [InlineData("Letter = x")]
    [InlineData("Letter ~ ?")]
    [InlineData("Due > 2026-01-31")]
    [InlineData("Due = '2026-01-31 12:00:00'")]
    [InlineData("Took = 01:30:00 and Took < 1.00:00:00")]
    [InlineData("Day = 2026-01-31")]
    [InlineData("At >= 12:30")]
    [InlineData("Id = 00000000-0000-0000-0000-000000000011")]
    [InlineData("State = Paid and State = paid and State = 1 and State > Open")]
    [InlineData("Wishes = 'Paid, Sent' and Wishes != Sent")]
    [InlineData("Buyer != null")]
    [InlineData("Buyer = 1000")]
    [InlineData("Quotient = NaN and Quotient != 5")]
    [InlineData("Weight != NaN and Weight != null")]
    [InlineData("Sent = 2026-01-31T14:00:00+02:00 and Sent = 2026-01-31T12:00:00Z and Sent = 2026-01-31T12:00:00")]
    [InlineData("Due = 2026-01-31T12:00:00+02:00 and Due < 2026-02-01")]
    [InlineData("Empty ~ *")]
    [InlineData("Empty ~ **")]
    [InlineData("Folder ~ C:\\temp\\*")]
    [InlineData("Folder ~ *\\x")]
    [InlineData("Mark = High and Mark > Low and Mark = 9223372036854775808 and Mark > 17")]
    [InlineData("Count < 1e30 and Count > -1e30 and Total < 1e30 and Big < 1e30")]
    [InlineData("Name = x or Name = y or Name = sync")]
    [InlineData("Name = x and Count = 1 or Count = 17")]
    [InlineData("Count = 17 and (Name = x or Name = sync)")]
    public void This_holds_for_the_object_that_has_such_values_and_for_no_other(string condition) => Assert.Equal([0], Holding(condition).Objects);

    [Theory]
    [InlineData("Name = x")]
    [InlineData("Name = sync and Count = 1")]
    [InlineData("Name = x and (Count = 17 or Count = 17)")]
    [InlineData("Count > 17")]
    [InlineData("Rate = 0.1000001")]
    [InlineData("Name ~ s")]
    [InlineData("Quotient < 5")]
    [InlineData("Quotient <= NaN")]
    [InlineData("Weight > NaN")]
    [InlineData("Empty ~ ?")]
    [InlineData("Name ~ s*x*c")]
    [InlineData("Sent = 2026-01-31T12:00:00+02:00")]
    [InlineData("Id = 00000000-0000-0000-0000-000000000012")]
    public void This_holds_for_none(string condition) => Assert.Empty(Holding(condition).Objects);

    [Fact]
    public void Null_equals_null_alone()
    {
        Assert.Equal([2], Holding("Name = null").Objects);
        Assert.Equal([2], Holding("Name <= null").Objects);
        Assert.Equal([0, 2], Holding("Name != other").Objects);
        Assert.Empty(Holding("Name = 'null'").Objects);
    }

    [Fact]
    public void What_is_missing_holds_for_nothing_and_is_counted()
    {
        Assert.Equal(["Name: 1 of 3"], Holding("Name != x").Missing);
        Assert.Equal(["Count: 1 of 3"], Holding("Count = 17 and Count = 17").Missing);
        Assert.Equal(["Name: 1 of 3", "Count: 1 of 2"], Holding("Name = sync or Count = 17").Missing);
    }

    [Theory]
    [InlineData("Count = many")]
    [InlineData("Done > maybe")]
    [InlineData("Due = soon")]
    [InlineData("Due = 12:00")]
    [InlineData("Sent < 23:59:59")]
    [InlineData("State = Lost")]
    [InlineData("Buyer = Smith")]
    public void What_can_t_be_compared_is_counted(string condition) =>
        Assert.Equal([$"{condition[..condition.IndexOf(' ')]}: 1 of 3", $"{condition[..condition.IndexOf(' ')]}: 1 of 3 incomparable"], Holding(condition).Missing);

    [Theory]
    [InlineData("")]
    [InlineData("Name")]
    [InlineData("Name =")]
    [InlineData("Name = x and")]
    [InlineData("(Name = x")]
    [InlineData("Name = x)")]
    [InlineData("Name = 'x")]
    [InlineData("Name ~ /(/")]
    [InlineData("Name = x Count = 1")]
    [InlineData("= x")]
    public void This_is_no_condition(string condition) => Assert.ThrowsAny<ArgumentException>(() => ConditionParser.Parse(condition));

    [Fact]
    public void Parentheses_and_paths_without_end_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ConditionParser.Parse($"{new string('(', 100_000)}Name = x"));
        Assert.Throws<ArgumentException>(() => PathText.PathIn($"Name{string.Concat(Enumerable.Repeat(".Name", 100_000))}"));
        Assert.Equal([0], Holding($"{new string('(', 50)}Name = sync{new string(')', 50)} and ({new string('(', 50)}Name = sync{new string(')', 50)})").Objects);
    }

    [Fact]
    public void A_field_that_no_object_has_is_an_error_with_the_nearest_names()
    {
        var unknown = Assert.Throws<UnknownNameException>(() => Holding("Nmae = x"));
        Assert.Equal(("No object that was chosen has a field 'Nmae'.", "Name"), (unknown.Message, unknown.Nearest[0]));
    }

    private static (int[] Objects, string[] Missing) Holding(string condition)
    {
        var (objects, outcome) = new ConditionSearch(Values, condition).Among(GraphSketch.Read("static A -> B -> C -> D").Graph, [0, 1, 2], false, TestContext.Current.CancellationToken);
        Assert.All(Enumerable.Range(0, 3), index => Assert.Equal(objects.Contains(index), outcome.Holding.Contains(index)));
        return (objects, [.. outcome.Missing.Select(missing => $"{missing.Path}: {missing.Objects} of {missing.Looks}{(missing.IsIncomparable ? " incomparable" : "")}")]);
    }
}
