using System.Reflection.Metadata;
using HeapGraph.Core.Reading.Code.Modules;

namespace HeapGraph.Core.Reading.Code;

/// <content>What was found, and what is not known.</content>
internal sealed partial class FillSearch
{
    private const int MostNamed = 3;

    private FilledIn? Found()
    {
        var fills = _results.Where(found => Fills(found.Value)).ToArray();
        var filling = fills.ToLookup(found => IsSetter(found.Key.Home, found.Key.Method));
        var named = filling[false].Any() ? filling[false] : filling[true];   // a setter is named by its callers, if there are any
        string[] methods = [.. named.OrderByDescending(found => found.Value.Adds).Select(found => NameOf(found.Key.Home, found.Key.Method)).OfType<string>().Distinct()];
        var unknown = string.Join(" ", Unknown(methods.Length > 0));
        return methods.Length == 0 && unknown.Length == 0 ? null : new FilledIn(methods)
        {
            Unknown = unknown.Length == 0 ? null : unknown,
            TakenOutIn = TakenOutIn(isAllKnown: unknown.Length == 0),
            BoundedIn = BoundedIn(),
            IsFilledInLoops = unknown.Length == 0 && fills.All(found => found.Value.PutsInLoops || IsConstructor(found.Key.Home, found.Key.Method)),
            IsMadeOnce = unknown.Length == 0 && _results.Where(found => found.Value.StoresItself).All(found => IsConstructor(found.Key.Home, found.Key.Method)),
            IsFilledOnce = unknown.Length == 0 && fills.All(found => IsConstructor(found.Key.Home, found.Key.Method)),
        };
    }

    private string[]? TakenOutIn(bool isAllKnown)
    {
        // An accessor takes out for who calls it, and where nobody does for nobody.
        var taking = _results.Where(found => TakesOut(found.Key.Home, found.Key.Method, found.Value) && !IsSetter(found.Key.Home, found.Key.Method));
        string[] methods = [.. taking.Select(found => NameOf(found.Key.Home, found.Key.Method)).OfType<string>().Distinct()];
        return methods.Length > 0 ? methods : isAllKnown && !_results.Values.Any(result => result.IsKept) ? [] : null;
    }

    // One that looks how many there are and takes some out; or one that looks, and another that takes out.
    private string? BoundedIn()
    {
        var (taking, looking) = (_results.Where(found => found.Value.Takes).ToArray(), _results.Values.Any(result => result.ComparedCounts.HasFlag(Held.OwnCount)));
        return taking.OrderByDescending(found => found.Value.ComparedCounts != Held.None).FirstOrDefault(found => looking || found.Value.ComparedCounts != Held.None) is { Value: not null } found
            ? NameOf(found.Key.Home, found.Key.Method) : null;
    }

    /// <summary>Whether a method takes something out, or puts something else in its place; what is stored first does not count.</summary>
    private bool TakesOut(ModuleCode home, MethodDefinitionHandle method, ScanResult result) =>
        result.Takes || result.MayReplace || (result.Replaces && !(_field.IsLinked && result.StoresAdded) && !IsConstructor(home, method));

    /// <summary>Whether a method runs once for each field: a static one, or for an object's field the object's own constructor. An object's constructor that
    /// fills a static field does so for each object.</summary>
    private bool IsConstructor(ModuleCode home, MethodDefinitionHandle method)
    {
        var isConstructor = false;
        Guarded(home, () => isConstructor = home == _field.Home && home.TypeOf(method) == _field.Type
            && home.Metadata.StringComparer.Equals(home.Metadata.GetMethodDefinition(method).Name, _field.IsStatic ? ".cctor" : ".ctor"));
        return isConstructor;
    }

    private bool IsSetter(ModuleCode home, MethodDefinitionHandle method)
    {
        var isSetter = false;
        Guarded(home, () => isSetter = Callee.IsSetter(home.Metadata, method));
        return isSetter;
    }

    private string? NameOf(ModuleCode home, MethodDefinitionHandle method)
    {
        string? name = null;
        Guarded(home, () => name = MethodName.Of(home.Metadata, method));
        return name;
    }

    private bool Fills(ScanResult result) => _field.IsLinked ? result.StoresAdded || result.Links : result.Adds || result.StoresContent;

    private IEnumerable<string> Unknown(bool isAny)
    {
        if (_isCut)
        {
            yield return $"Only {_results.Count:N0} of the methods that use it were looked at.";
        }

        if (_isCutShort)
        {
            yield return $"What calls it through more than {MostSteps - 1} others was not looked at.";
        }

        if (_unread.Count > 0)
        {
            yield return $"{(_unread.Count == 1 ? "1 method that may use it" : $"{_unread.Count:N0} methods that may use it")} could not be read.";
        }

        foreach (var damaged in _damaged.Concat(_views.Keys.Where(module => module.IsDamaged)).Select(module => module.Assembly).Distinct())
        {
            yield return $"Not all of {damaged} could be read.";
        }

        if (_notFollowed.Count > 0)
        {
            yield return $"Calls of {string.Join(", ", _notFollowed.Take(MostNamed))}{(_notFollowed.Count > MostNamed ? " and others" : "")} were not followed: several types implement that.";
        }

        string[] handedTo = _field.IsLinked ? [] : [.. _results.Values.SelectMany(result => result.HandedTo).Select(MethodName.Of).Distinct()];
        if (handedTo.Length > 0)
        {
            yield return $"It is {(isAny ? "also " : "")}handed on to {string.Join(", ", handedTo.Take(MostNamed))}{(handedTo.Length > MostNamed ? " and others" : "")}, where it was not followed.";
        }

        if (_field.IsVisibleOutside || _known.Values.Any(known => known.IsVisibleOutside))
        {
            foreach (var missing in _program.Missing.Take(MostNamed))
            {
                yield return $"Not looked at: {missing}.";
            }

            if (_program.Missing.Count - MostNamed is > 0 and var others)
            {
                yield return $"Nor {(others == 1 ? "was 1 other assembly" : $"were {others:N0} other assemblies")}.";
            }
        }
    }
}
