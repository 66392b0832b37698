using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class WhatIfPresentationTests
{
    public static WhatIfReport Report { get; } = new(
        [
            new WhatIfCut("Cache.Orders", ["Shop.Cache.Orders"], 1),
            new WhatIfCut("Order.*", ["Shop.Order._customer", "Shop.Order._lines"], 2_400),
            new WhatIfCut("*[]", ["A[]", "B[]", "C[]", "D[]"], 7),
        ],
        new FreedObjects(3_601, 96_000, [new TypeTableRow(new HeapType("Shop.Order", "Order", "Shop"), 1_200, 48_000)]),
        3, 1_300, 12, 5_000, 200_000, new HeapCoverage { BytesTotal = 300_000, BytesWalked = 300_000 });

    [Fact]
    public void A_table_names_the_cuts_and_what_they_free() =>
        ExpectedFile.Matches("WhatIf.expected.txt", PlainConsole.TextOf(console => TableText.Write(console, TableView.Of("app.dmp", Report, shortNames: false))));

    public static WhatIfReport Suggested { get; } = Report with
    {
        Cuts =
        [
            new WhatIfCut("Shop.Cache.Orders", ["Shop.Cache.Orders"], 1) { Alone = new AnchorFreed(200, 601, 16_000) },
            new WhatIfCut("a local variable of Program.Main", [], 1) { Alone = new AnchorFreed(0, 0, 0) },
        ],
        Suggested = new WhatIfSuggestion(1_200, 1_200, true, true),
    };

    [Fact]
    public void Suggested_cuts_say_what_each_frees_alone_and_that_no_fewer_do() =>
        ExpectedFile.Matches("WhatIf.suggested.expected.txt", PlainConsole.TextOf(console => TableText.Write(console, TableView.Of("app.dmp", Suggested, shortNames: false))));

    [Fact]
    public void Cuts_that_do_not_free_all_are_said_to_be_so()
    {
        Assert.Contains("900 of the 1,200 chosen objects would go: not all ways to them can be cut", Text(new WhatIfSuggestion(1_200, 900, false, false)), StringComparison.Ordinal);
        Assert.Contains("perhaps fewer cuts do too", Text(new WhatIfSuggestion(1_200, 1_200, true, false)), StringComparison.Ordinal);
        Assert.Contains("None of the chosen objects is reachable", Text(new WhatIfSuggestion(0, 0, true, true)), StringComparison.Ordinal);

        static string Text(WhatIfSuggestion suggestion) => PlainConsole.TextOf(console => TableText.Write(
            console, TableView.Of("app.dmp", Suggested with { Suggested = suggestion }, shortNames: false)));
    }

    [Fact]
    public void What_if_has_the_published_keys_in_their_order() => ExpectedFile.Matches("WhatIf.expected.json", JsonResult.Of("app.dmp", Report));
}
