using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Spectre.Console;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>What people read on terminals of several widths, and where there is none.</summary>
public sealed class WidthTests
{
    private const int Piped = 0;

    private static readonly HeapProcess First = new()
    {
        Program = "Shop", Id = 1234, Runtime = "10.0.12", TakenAt = new(2026, 11, 30, 10, 12, 3, TimeSpan.Zero), Age = TimeSpan.FromMinutes(192), ResidentBytes = 204_000_000, MemoryLimit = 1L << 30,
    };

    private static readonly HeapType[] Long =
    [
        new("System.Collections.Generic.Dictionary<string, System.Collections.Generic.List<Shop.Warehouse.Contracts.OrderLine>>", "Dictionary<string, List<OrderLine>>", "System.Private.CoreLib"),
        new("Shop.Warehouse.Contracts.OrderLine", "OrderLine", "Shop"),
        new("Shop.Billing.OrderLine", "OrderLine", "Shop"),
        new("Shop.Warehouse.Contracts.AVeryLongNameThatStandsForATypeOfTheProgramItself", "AVeryLongNameThatStandsForATypeOfTheProgramItself", "Shop"),
    ];

    public static TheoryData<int> Widths => [60, 80, 100, 160, Piped];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Types(int width) => Matches(width, console => TableText.Write(console, TableView.Of(
        "app.dmp",
        new TypeTable(
            ObjectScope.Reachable,
            [.. Long.Select((type, index) => new TypeTableRow(type, 1_250_000 >> (4 * index), 539_100_000 >> (6 * index)) { RetainedBytes = 612_345_678 >> (5 * index) })],
            1_400_000,
            612_345_999,
            95,
            new HeapCoverage { Process = First }) { HasRetainedBytes = true },
        shortNames: false)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Growth(int width) => Matches(width, console => TableText.Write(console, TableView.Of(
        new GrowthTable(
            ObjectScope.Reachable,
            false,
            [.. Enumerable.Range(0, 3).Select(Snapshot)],
            [.. Long.Select((type, index) => new GrowthRow(type, [1_000, 2_000 + index, 90_000], [32_000, 64_000, 88_000_000 >> (4 * index)], 89_000, (88_000_000 >> (4 * index)) - 32_000))],
            40),
        shortNames: false)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Growth_by_path(int width) => Matches(width, console => TableText.Write(console, TableView.Of(PresentedSketches.PathGrowth, shortNames: false)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Dominators(int width) => Matches(width, console => DominatorTreeText.Write(console, "app.dmp", Dominating, shortNames: false));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Suspects(int width)
    {
        var snapshot = GraphSketch.Read("""
            static Shop.Warehouse.OrderCatalog.LinesByCustomer -> System.Collections.Generic.List<Shop.Warehouse.OrderLine> -- _items --> Shop.Warehouse.OrderLine[] -- [0] --> Shop.Warehouse.OrderLine#1..3000
            """).ToSnapshot("app.dmp");
        var report = LeakReport.Of(snapshot, DominatorTree.Of(snapshot.Graph, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Matches(width, console => LeakReportText.Write(console, "app.dmp", LibraryWords.Instance, report, shortNames: false));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Chains(int width) => Matches(width, console => ChainTree.Write(console, "app.dmp", PresentedSketches.Chains, shortNames: false, maxSteps: 24));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Referrers(int width) => Matches(width, console => NeighborhoodTree.Write(console, "app.dmp", PresentedSketches.Shop, shortNames: false));

    [Fact]
    public void Where_there_is_no_terminal_no_line_is_wrapped_however_long()
    {
        var type = new HeapType($"Shop.{new string('X', 5_000)}", "X", "Shop");
        var text = PlainText.WrittenBy(output => TableText.Write(
            PlainText.ConsoleOver(output), TableView.Of("app.dmp", new TypeTable(ObjectScope.All, [new(type, 1, 24)], 1, 24, 1, new HeapCoverage()), shortNames: false)));
        Assert.Contains(text.Split('\n'), line => line.EndsWith(type.Name, StringComparison.Ordinal));
    }

    private static DominatorTable Dominating
    {
        get
        {
            DominatorRow leaf = new(Long[3], null, 66, 4_000, 90_000) { Address = 0x7fbbe1cafc38, LargestRetainedBytes = 2_000 };
            DominatorRow list = new(Long[0], null, 1, 80, 500_000_000) { Address = 0x7fbbe1809a60, RootCount = 1, Root = new(HeapRootKind.Static, 0, "Shop.Warehouse.Contracts.OrderCatalog.LinesByCustomer", 0), Children = [leaf], IsAccumulationPoint = true };
            return new DominatorTable(DominatorRowKind.Object, [list], 1, 1_400_000, 612_345_999, new HeapCoverage { Process = First });
        }
    }

    private static GrowthSnapshot Snapshot(int index) => new($"{index + 1}.dmp", 100_000 * (index + 1), 50_000_000 * (index + 1), new HeapCoverage
    {
        Process = First with { TakenAt = First.TakenAt!.Value.AddMinutes(65 * index), Age = First.Age!.Value + TimeSpan.FromMinutes(65 * index) },
    });

    private static void Matches(int width, Action<IAnsiConsole> write, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var text = PlainText.WrittenBy(output =>
        {
            var console = PlainText.ConsoleOver(output);
            if (width != Piped)
            {
                console.Profile.Width = width;
            }

            write(console);
        });
        Assert.DoesNotMatch(@"[ ]+(\n|$)", text);
        ExpectedFile.Matches($"Widths/{test}.{(width == Piped ? "piped" : width)}.expected.txt", text.ReplaceLineEndings("\n"));
    }
}
