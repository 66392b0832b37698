using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Analysis.Conditions;

/// <summary>How far a path led from some objects. For one thread.</summary>
internal sealed class PathTally(ValuePath path)
{
    private const int ObjectsPerLook = 1_000;

    // By part; from the object itself where there is none.
    private readonly long[] _ended = new long[path.Parts.Count + 1];
    private readonly long[] _unknown = new long[path.Parts.Count + 1];
    private readonly long[] _givenUp = new long[path.Parts.Count + 1];
    private long _looks;
    private long _incomparable;

    /// <summary>The part of the path that no object which came as far has; null for none.</summary>
    public int? UnknownPart
    {
        get
        {
            var left = _looks;
            for (var part = 0; part < path.Parts.Count; part++)
            {
                left -= _ended[part] + _givenUp[part];   // ended at the part before
                if (_unknown[part + 1] > 0 && _unknown[part + 1] == left)
                {
                    return part;
                }

                left -= _unknown[part + 1];
            }

            return null;
        }
    }

    /// <summary>What was missing, with how often: the least of the path first.</summary>
    public IEnumerable<MissingValues> Missing
    {
        get
        {
            for (var part = -1; part < path.Parts.Count; part++)
            {
                if (_ended[part + 1] + _unknown[part + 1] is > 0 and var objects)
                {
                    yield return new MissingValues(path.Through(part), objects, _looks, IsIncomparable: false);
                }

                if (_givenUp[part + 1] is > 0 and var given)
                {
                    yield return new MissingValues(path.Through(part), given, _looks, IsIncomparable: false) { IsGivenUp = true };
                }
            }

            if (_incomparable > 0)
            {
                yield return new MissingValues(path.Text, _incomparable, _looks, IsIncomparable: true);
            }
        }
    }

    /// <summary>Ends the search where none of some objects has what a path names. The first thousand are looked at, and only where none
    /// of them has it those after them.</summary>
    /// <exception cref="UnknownNameException">With the nearest names.</exception>
    public static void RequireKnown(IPathReader reader, IEnumerable<int> objects, CancellationToken cancellation)
    {
        var tally = new PathTally(reader.Path);
        foreach (var index in objects)
        {
            tally.Add(reader.Read(index));
            if (tally._looks % ObjectsPerLook == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                if (tally.UnknownPart is null)
                {
                    return;
                }
            }
        }

        tally.RequireKnown(reader);
    }

    /// <summary>All tallies of one path together.</summary>
    public static PathTally Sum(ValuePath path, IEnumerable<PathTally> tallies)
    {
        var sum = new PathTally(path);
        foreach (var tally in tallies)
        {
            sum._looks += tally._looks;
            sum._incomparable += tally._incomparable;
            for (var part = 0; part < sum._ended.Length; part++)
            {
                sum._ended[part] += tally._ended[part];
                sum._unknown[part] += tally._unknown[part];
                sum._givenUp[part] += tally._givenUp[part];
            }
        }

        return sum;
    }

    /// <summary>Adds what the path led to.</summary>
    /// <param name="value">That.</param>
    /// <param name="isComparable">Whether it could be used.</param>
    public void Add(HeapValue value, bool isComparable = true)
    {
        _looks++;
        _incomparable += isComparable ? 0 : 1;
        if (value.Kind == ValueKind.Missing)
        {
            (value.IsUnknown ? _unknown : value.IsGivenUp ? _givenUp : _ended)[value.Part + 1]++;
        }
    }

    /// <summary>Ends the search where no object that came as far as a part of the path has what it names.</summary>
    /// <exception cref="UnknownNameException">With the nearest names.</exception>
    public void RequireKnown(IPathReader reader)
    {
        if (UnknownPart is { } part)
        {
            var name = path.Parts[part] is PathPart.Field field ? field.Name : path.Parts[part].ToString()!;
            var (before, names) = (part == 0 ? "No object that was chosen" : $"Nothing that '{path.Through(part - 1)}' leads to", reader.NamesAt(part));
            throw new UnknownNameException(
                path.Parts[part] is PathPart.Field ? $"{before} has a field '{name}'." : $"{before} has an element {name}.", NamePattern.NearestOf(name, names.Select(known => (known, (string[])[known, known.TrimStart('_')]))));
        }
    }
}
