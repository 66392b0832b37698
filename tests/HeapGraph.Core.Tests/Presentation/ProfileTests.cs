using System.IO.Compression;
using System.Text;
using System.Text.Json;
using HeapGraph.Core.Presentation.Profiles;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class ProfileTests
{
    [Fact]
    public void Speedscope_gets_a_profile_by_bytes_and_one_by_objects() =>
        ExpectedFile.Matches("Retention.expected.speedscope.json", Speedscope().Replace("},", "},\n", StringComparison.Ordinal).Replace("],", "],\n", StringComparison.Ordinal));

    [Fact]
    public void The_weights_of_each_speedscope_profile_add_up_to_its_end_and_every_sample_names_frames()
    {
        var json = JsonElement.Parse(Speedscope());
        var frames = json.GetProperty("shared").GetProperty("frames").GetArrayLength();
        Assert.All(json.GetProperty("profiles").EnumerateArray(), profile =>
        {
            var weights = profile.GetProperty("weights").EnumerateArray().Select(weight => weight.GetInt64()).ToArray();
            Assert.Equal(profile.GetProperty("endValue").GetInt64(), weights.Sum());
            Assert.Equal(weights.Length, profile.GetProperty("samples").GetArrayLength());
            Assert.All(profile.GetProperty("samples").EnumerateArray().SelectMany(stack => stack.EnumerateArray()), frame => Assert.InRange(frame.GetInt32(), 0, frames - 1));
        });
        Assert.Equal(RetentionSketch.Tree.TotalBytes, json.GetProperty("profiles")[0].GetProperty("endValue").GetInt64());
        Assert.Equal(RetentionSketch.Tree.TotalObjects, json.GetProperty("profiles")[1].GetProperty("endValue").GetInt64());
    }

    [Fact]
    public void Pprof_gets_the_same_stacks_with_the_leaf_first()
    {
        using var file = new MemoryStream();
        PprofProfile.Write(file, "app.dmp", RetentionSketch.Tree, shortNames: false);
        using var unzipped = new MemoryStream();
        using (var zipped = new GZipStream(new MemoryStream(file.ToArray()), CompressionMode.Decompress))
        {
            zipped.CopyTo(unzipped);
        }

        var profile = FieldsOf(unzipped.ToArray()).ToLookup(field => field.Number);
        string[] strings = [.. profile[6].Select(field => Encoding.UTF8.GetString(field.Bytes!))];
        Assert.Equal("", strings[0]);
        Assert.Equal(["objects/count", "space/bytes"], profile[1].Select(type => NumbersOf(type) is var numbers ? $"{strings[numbers[1]]}/{strings[numbers[2]]}" : ""));
        Assert.Equal("space", strings[Assert.Single(profile[14]).Value]);
        var nameByFunction = profile[5].Select(NumbersOf).ToDictionary(function => function[1], function => strings[function[2]]);
        var nameByLocation = profile[4].ToDictionary(
            location => NumbersOf(location)[1], location => nameByFunction[NumbersOf(FieldsOf(location.Bytes!).Single(field => field.Number == 4))[1]]);
        string[] samples = [.. profile[2].Select(sample => FieldsOf(sample.Bytes!).ToDictionary(field => field.Number, field => PackedOf(field.Bytes!)) is var parts
            ? $"{string.Join(" < ", parts[1].Select(location => nameByLocation[location]))}: {string.Join('/', parts[2])}" : "")];
        ExpectedFile.Matches("Retention.expected.pprof.txt", string.Join('\n', samples) + "\n" + string.Join('\n', PackedOf(profile[13].Single().Bytes!).Select(comment => strings[comment])) + "\n");
        Assert.Equal(RetentionSketch.Tree.TotalBytes, samples.Sum(sample => long.Parse(sample.Split('/')[^1])));
    }

    private static string Speedscope()
    {
        using var output = new MemoryStream();
        SpeedscopeProfile.Write(output, "app.dmp", RetentionSketch.Tree, shortNames: false);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static Dictionary<int, long> NumbersOf((int Number, long Value, byte[]? Bytes) message) =>
        FieldsOf(message.Bytes!).Where(field => field.Bytes is null).ToDictionary(field => field.Number, field => field.Value);

    private static List<(int Number, long Value, byte[]? Bytes)> FieldsOf(byte[] message)
    {
        var fields = new List<(int, long, byte[]?)>();
        for (var at = 0; at < message.Length;)
        {
            var key = VarintAt(message, ref at);
            var value = VarintAt(message, ref at);
            Assert.True((key & 7) is 0 or 2);
            fields.Add(((int)(key >> 3), value, (key & 7) == 0 ? null : message[at..(at += (int)value)]));
        }

        return fields;
    }

    private static List<long> PackedOf(byte[] packed)
    {
        var numbers = new List<long>();
        for (var at = 0; at < packed.Length;)
        {
            numbers.Add(VarintAt(packed, ref at));
        }

        return numbers;
    }

    private static long VarintAt(byte[] bytes, ref int at)
    {
        var (value, shift) = (0L, 0);
        byte next;
        do
        {
            next = bytes[at++];
            value |= (long)(next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);
        return value;
    }
}
