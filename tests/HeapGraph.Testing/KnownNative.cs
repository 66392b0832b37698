using System.Text.Json;

namespace HeapGraph.Testing;

/// <summary>The leak target of that name in one of its modes, and what it knows of its memory; killed on disposal.</summary>
public sealed class KnownNative : IDisposable
{
    private readonly List<(string Kind, IReadOnlyDictionary<string, long> Values)> _known = [];
    private readonly LeakTarget _target;

    private KnownNative(LeakTarget target)
    {
        _target = target;
        Take(target.Said);
    }

    public int Id => _target.Id;

    /// <summary>What it said last of a kind.</summary>
    public IReadOnlyDictionary<string, long> this[string kind] => _known.Last(known => known.Kind == kind).Values;

    /// <summary>Starts it and waits until all of its memory is there.</summary>
    /// <param name="mode">What kind of memory it makes.</param>
    /// <param name="amount">How much, in the mode's unit; 0 for the mode's own.</param>
    /// <param name="environment">Its variables beside ours.</param>
    public static KnownNative Start(string mode, int amount = 0, params (string Name, string Value)[] environment) =>
        new(LeakTarget.Start("KnownNative", $"{mode} {amount}", environment: environment));

    /// <summary>All that it said last of a kind, of which there are several: malloc's arenas, for one.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, long>> All(string kind) => [.. _known.Where(known => known.Kind == kind).Select(known => known.Values)];

    /// <summary>Lets it say again what may have changed.</summary>
    public void AskAgain()
    {
        _target.Send("grow", "grown");
        Take(_target.Said);
    }

    public void Dispose() => _target.Dispose();

    private void Take(IEnumerable<string> lines)
    {
        var said = lines.Select(Read).ToList();
        _known.RemoveAll(known => said.Exists(line => line.Kind == known.Kind));
        _known.AddRange(said);
    }

    private static (string Kind, IReadOnlyDictionary<string, long> Values) Read(string line)
    {
        using var read = JsonDocument.Parse(line);
        var members = read.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Number);
        return (read.RootElement.GetProperty("kind").GetString()!, members.ToDictionary(member => member.Name, member => member.Value.GetInt64()));
    }
}
