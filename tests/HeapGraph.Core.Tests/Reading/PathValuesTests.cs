using System.Globalization;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>What paths lead to: what the target put there, and field by field what ClrMD reads.</summary>
[NotQuick, OnEachRuntime]
public sealed class PathValuesTests
{

    // By path what order n shows; null where the path leads nowhere.
    private static readonly (string Path, Func<int, string?> Shown)[] Orders =
    [
        ("Number", n => $"{n}"),
        ("number", n => $"{n}"),
        ("<Number>k__BackingField", n => $"{n}"),
        ("Total", n => $"{n}.5"),
        ("_total", n => $"{n}.5"),
        ("Weight", n => (n / 4.0).ToString(CultureInfo.InvariantCulture)),
        ("Rate", _ => "0.1"),
        ("Big", n => $"{ulong.MaxValue - (ulong)n}"),
        ("Small", n => $"{-(n % 100)}"),
        ("Letter", n => $"'{(char)('a' + (n % 26))}'"),
        ("Code", _ => null),
        ("m_code", _ => "2"),
        ("State", n => (string[])["Open", "Paid", "Sent"] is var names ? names[n % 3] : null),
        ("Wishes", n => (string[])["None", "Gift", "Fast", "Gift, Fast"] is var names ? names[n % 4] : null),
        ("Created", n => $"{new DateTime(2026, 1, 1, 12, 0, 0).AddMinutes(n):yyyy-MM-dd HH:mm:ss}Z"),
        ("Due", n => n % 2 == 0 ? $"{new DateTime(2026, 2, 1).AddDays(n):yyyy-MM-dd HH:mm:ss}" : "null"),
        ("Due.Value", n => n % 2 == 0 ? $"{new DateTime(2026, 2, 1).AddDays(n):yyyy-MM-dd HH:mm:ss}" : null),
        ("Due.HasValue", n => n % 2 == 0 ? "true" : "false"),
        ("Took", n => $"{TimeSpan.FromSeconds(n):c}"),
        ("Id", n => $"{new Guid(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1])}"),
        ("Day", n => $"{new DateOnly(2026, 1, 1).AddDays(n):yyyy-MM-dd}"),
        ("At", n => $"{new TimeOnly(0, 0).AddMinutes(n):HH:mm:ss}"),
        ("Moment", n => $"{new DateTime(2026, 1, 1, 14, 0, 0).AddMinutes(n):yyyy-MM-dd HH:mm:ss} +02:00"),
        ("Disposed", n => n % 4 == 0 ? "true" : "false"),
        ("IsDisposed", n => n % 4 == 0 ? "true" : "false"),
        ("Buyer.Name", n => OfBuyer(n, $"\"customer {n % 5}\"")),
        ("Buyer.Name.Length", n => OfBuyer(n, "10")),
        ("Buyer.Address.City", n => OfBuyer(n, $"\"city {n % 3}\"")),
        ("Buyer.Address.Lines[0]", n => OfBuyer(n, $"\"line {n % 2}\"")),
        ("Buyer.Address.Lines[1]", _ => null),
        ("Buyer.Address.Lines.Length", n => OfBuyer(n, "1")),
        ("Lines.Count", n => $"{n % 7}"),
        ("Lines.Length", n => $"{n % 7}"),
        ("Lines[2]", n => n % 7 > 2 ? $"{(10 * n) + 2}" : null),
        ("Tag", n => n % 2 == 0 ? $"{n}" : "\"odd\""),
        ("Note", n => n % 100 == 0 ? "\"\"" : "null"),
        ("Note.Length", n => n % 100 == 0 ? "0" : null),
        ("Prices[\"bolt\"]", n => $"{n}"),
        ("Prices[\"nut\"]", n => $"{n + 1}"),
        ("Prices[\"gone\"]", _ => null),
        ("Prices.Count", _ => "2"),
        ("ByDay[\"Monday\"].Name", n => OfBuyer(n, $"\"customer {n % 5}\"")),
        ("ByDay[1].Name", n => OfBuyer(n, $"\"customer {n % 5}\"")),
        ("Shelf[7]", n => $"\"shelf {n % 4}\""),
        ("Shelf[8]", _ => null),
        ("Shelf.Count", _ => "1"),
        ("Sorted[\"a\"]", n => $"{n}"),
        ("Tree[\"a\"]", n => $"{n}"),
        ("Tree[\"b\"]", _ => "0"),
        ("Tree.Count", _ => "2"),
        ("Codes[133]", _ => "\"code 19\""),
        ("Codes[134]", _ => null),
        ("Codes.Count", _ => "20"),
        ("Names[\"k0\"]", _ => "0"),
        ("Names[\"k7\"]", _ => "7"),
        ("Names[\"k19\"]", _ => "19"),
        ("Names[\"k20\"]", _ => null),
        ("Deep.Count", _ => "12000"),
        ("Waiting[0]", n => $"{n}"),
        ("Waiting[1]", n => $"{n + 1}"),
        ("Waiting[2]", _ => null),
        ("Fixed[0]", n => $"{n}"),
        ("Fixed.Length", _ => "1"),
        ("Trail[0]", n => $"{n + 1}"),
        ("Trail[1]", n => $"{n}"),
        ("this.Number", n => $"{n}"),
        ("Tag.GetType()", n => n % 2 == 0 ? "int" : "string"),
        ("GetType()", _ => "Order"),
        ("Created.GetType()", _ => "System.DateTime"),
        ("Buyer.GetType()", n => n % 40 == 0 ? null : "Customer"),
        ("Lines.GetType()", _ => "System.Collections.Generic.List<int>"),
    ];

    [Fact]
    public void Each_path_leads_to_what_the_target_has_put_there()
    {
        using var snapshot = Read(LeakTargetDumps.Heap("ValuePaths"));
        var orders = snapshot.Graph.Every("Order");
        Assert.Equal(1200, orders.Length);
        var number = snapshot.Values!.Along(PathText.PathIn("Number"));
        Assert.All(Orders, wanted =>
        {
            var reader = snapshot.Values!.Along(PathText.PathIn(wanted.Path));
            foreach (var order in orders)
            {
                var n = (int)number.Read(order).Low;
                var found = reader.TextOf(reader.Read(order), 40);
                Assert.True(wanted.Shown(n) == found, $"{wanted.Path} of order {n} is {found}, not {wanted.Shown(n)}");
            }
        });
    }

    [Theory]
    [InlineData("KnownShape")]
    [InlineData("ArrowKinds")]
    [InlineData("ValuePaths")]
    public void Each_field_of_each_object_has_what_ClrMD_reads(string target)
    {
        var path = LeakTargetDumps.Heap(target);
        using var snapshot = Read(path);
        using var oracle = OpenedDump.Open(path, null);
        var readers = new Dictionary<string, IPathReader>();
        var compared = 0;
        foreach (var source in oracle.Runtime.Heap.EnumerateObjects().Where(source => source is { IsFree: false, Type: { IsArray: false, IsString: false } }))
        {
            var index = snapshot.Graph.Addresses.IndexOf(source.Address);
            foreach (var field in source.Type!.Fields.GroupBy(field => field.Name).Where(same => same.Count() == 1 && IsPlain(same.Key)).Select(same => same.Single()))
            {
                if (!readers.TryGetValue(field.Name!, out var reader))
                {
                    readers.Add(field.Name!, reader = snapshot.Values!.Along(PathText.PathIn(field.Name!)));
                }

                if (Expected(source, field) is { } expected)
                {
                    Assert.True(expected == Found(reader, index), $"{source.Type}.{field.Name} of {source.Address:x} is {Found(reader, index)}, not {expected}");
                    compared++;
                }
            }
        }

        Assert.InRange(compared, 1000, int.MaxValue);
    }

    private static string? OfBuyer(int n, string value) => n % 40 == 0 ? null : value;

    private static bool IsPlain(string? name) => name is not null && !name.Contains('$') && !name.Contains('|') && name.Count(letter => letter == '<') <= 1 && !name.Contains('.') && name != "this";

    private static string Found(IPathReader reader, int index) => reader.Read(index) is var value && value.Kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Text => $"text {reader.LettersOf(value)}",
        ValueKind.Object => $"object {value.Low:x}",
        _ => $"{(long)value.Low}",
    } is var text ? text : "";

    private static string? Expected(ClrObject source, ClrInstanceField field)
    {
        if (field.IsObjectReference)
        {
            var to = field.ReadObject(source.Address, interior: false);
            return to.IsNull ? "null" : to.Type is null or { IsValueType: true } ? null : to.Type.IsString ? $"text {to.AsString(int.MaxValue)}" : $"object {to.Address:x}";
        }

        return field.ElementType switch
        {
            ClrElementType.Boolean => $"{field.Read<byte>(source.Address, interior: false)}",
            ClrElementType.Int8 => $"{field.Read<sbyte>(source.Address, interior: false)}",
            ClrElementType.UInt8 => $"{field.Read<byte>(source.Address, interior: false)}",
            ClrElementType.Int16 => $"{field.Read<short>(source.Address, interior: false)}",
            ClrElementType.UInt16 or ClrElementType.Char => $"{field.Read<ushort>(source.Address, interior: false)}",
            ClrElementType.Int32 => $"{field.Read<int>(source.Address, interior: false)}",
            ClrElementType.UInt32 => $"{field.Read<uint>(source.Address, interior: false)}",
            ClrElementType.Int64 or ClrElementType.NativeInt or ClrElementType.UInt64 or ClrElementType.NativeUInt => $"{field.Read<long>(source.Address, interior: false)}",
            _ => null,
        };
    }

    private static HeapSnapshot Read(string path) =>
        new DumpHeapReader(path).Read(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);
}
