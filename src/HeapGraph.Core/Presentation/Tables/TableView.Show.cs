using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Tables;

internal sealed partial record TableView
{
    /// <summary>The fields of single objects.</summary>
    public static TableView Of(string target, ObjectReport report, bool shortNames) => new(
        [target, .. FilterWording.HeaderOf(report.Filter)],
        [TableColumn.Id("object"), TableColumn.Long("type"), TableColumn.Long("field"), TableColumn.Long("value")],
        [.. report.Objects.SelectMany(view => (view.Inside?.Fields ?? []).Zip(view.Targets, (field, to) => (IReadOnlyList<object>)[
            $"{view.Object.Address:x}", Wording.NameOf(view.Object.Type, shortNames), $"{field.Name.Printable}{(field.IsWeak ? " (weak)" : "")}", ObjectWording.ValueOf(field, to, shortNames)]))],
        [.. Wording.GapsOf(report.Coverage)]);
}
