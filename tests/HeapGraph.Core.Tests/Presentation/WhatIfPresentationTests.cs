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

    [Fact]
    public void What_if_has_the_published_keys_in_their_order() => ExpectedFile.Matches("WhatIf.expected.json", JsonResult.Of("app.dmp", Report));
}
