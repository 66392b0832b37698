using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Code.Modules;

namespace HeapGraph.Core.Reading.Code;

/// <summary>Looks for the methods that fill a field: first those whose code names it, then those that call accessors of it and others that
/// return it.</summary>
/// <remarks>Each step searches the bytes of the code for tokens, and scans the few methods that have them.</remarks>
internal sealed class FillSearch
{
    private const int MostSteps = 4;
    private const int MostMethods = 2_000;
    private const int MostNamed = 3;

    private readonly ProgramCode _program;
    private readonly SoughtField _field;
    private readonly Dictionary<ModuleCode, ModuleView> _views;
    private readonly Dictionary<(ModuleCode Home, MethodDefinitionHandle Method), ScanResult> _results = [];
    private readonly Dictionary<(ModuleCode Home, MethodDefinitionHandle Method), KnownMethod> _known = [];
    private readonly Dictionary<string, ScanResult?> _followed = [];
    private readonly HashSet<(ModuleCode Home, MethodDefinitionHandle Method)> _unread = [];
    private bool _isFollowing, _isCut;

    private FillSearch(ProgramCode program, SoughtField field)
    {
        (_program, _field) = (program, field);
        _views = program.Modules.ToDictionary(module => module, module => new ModuleView(module, field.IsLinked, Follow));
    }

    /// <summary>Looks for them.</summary>
    /// <exception cref="BadImageFormatException">An assembly is damaged.</exception>
    public static FilledIn? For(ProgramCode program, SoughtField field, CancellationToken cancellation)
    {
        var search = new FillSearch(program, field);
        search.Run(cancellation);
        return search.Found();
    }

    /// <summary>Scans a method with what it is given, one call deep.</summary>
    private ScanResult? Follow(ModuleCode from, Callee callee, IReadOnlyList<Held> arguments)
    {
        var home = callee.Definition is not null || callee.Owner.Assembly is not { } assembly ? from : _program.Named(assembly);
        if (_isFollowing || home is null || DefinitionOf(home, callee) is not { } method)
        {
            return null;
        }

        Held[] given = [.. arguments.Select(kinds => (kinds & (Held.Content | Held.Field | Held.Inside)) is not Held.None and var known ? known : Held.Other)];
        var key = $"{home.Build}{MetadataTokens.GetToken(method):x}({string.Join(',', given)})";
        if (!_followed.TryGetValue(key, out var result))
        {
            _isFollowing = true;
            _followed[key] = result = MethodScan.Of(_views[home], method, given);
            _isFollowing = false;
        }

        return result;
    }

    private static MethodDefinitionHandle? DefinitionOf(ModuleCode home, Callee callee)
    {
        if (callee.Definition is not null || home.TypeNamed(callee.Owner.Definition) is not { } type)
        {
            return callee.Definition;
        }

        foreach (var method in home.Metadata.GetTypeDefinition(type).GetMethods())
        {
            if (home.Metadata.StringComparer.Equals(home.Metadata.GetMethodDefinition(method).Name, callee.Name) && home.CalleeOf(MetadataTokens.GetToken(method))?.Shape == callee.Shape)
            {
                return method;
            }
        }

        return null;
    }

    private void Run(CancellationToken cancellation)
    {
        foreach (var view in _views.Values)
        {
            view.Seek(MemberTokens.Of(view.Code, _field.Home, _field.Handle, _field.Instance));
        }

        for (var step = 0; step < MostSteps && _views.Values.Any(view => view.Fresh.Count > 0); step++)
        {
            var learned = new List<KnownMethod>();
            foreach (var view in _views.Values)
            {
                int[] tokens = [.. view.Fresh];
                view.Fresh.Clear();
                foreach (var method in view.Code.MethodsWith(tokens))
                {
                    cancellation.ThrowIfCancellationRequested();
                    _isCut |= _results.Count >= MostMethods;
                    if (!_isCut && MethodScan.Of(view, method) is { } result)
                    {
                        Learn(view, method, result, learned);
                    }
                    else if (!_isCut)
                    {
                        _unread.Add((view.Code, method));
                    }
                }
            }

            foreach (var known in learned)
            {
                var instance = MetadataTypes.Of(known.Home.Metadata, known.Home.Metadata.GetMethodDefinition(known.Handle).GetDeclaringType())!.Definition == _field.Type ? _field.Instance : null;
                foreach (var view in _views.Values)
                {
                    view.Seek(MemberTokens.Of(view.Code, known.Home, known.Handle, instance), known);
                }
            }
        }
    }

    private void Learn(ModuleView view, MethodDefinitionHandle method, ScanResult result, List<KnownMethod> learned)
    {
        var key = (view.Code, method);
        _results[key] = result;
        foreach (var token in result.KeptIn.Where(token => !view.Fields.Contains(token)))
        {
            view.Seek(AllOf(view, token));
        }

        var isSetter = Callee.IsSetter(view.Code.Metadata, method);
        var known = new KnownMethod(view.Code, method, ReturnsOf(view, method, result), isSetter && result is { StoresContent: true, Adds: false }, isSetter && result.Adds);
        if (known.IsOfUse && (!_known.TryGetValue(key, out var before) || before != known))
        {
            _known[key] = known;
            learned.Add(known);
            learned.AddRange(Overrides.Of(view.Code, method, _program).Select(above => known with { Home = above.Home, Handle = above.Method }));
        }
    }

    // A field that a compiler made has one token, or one for each set of type arguments.
    private static IEnumerable<int> AllOf(ModuleView view, int token)
    {
        var metadata = view.Code.Metadata;
        if (view.FieldOf(token) is not { } use || view.Code.TypeNamed(use.Owner.Definition) is not { } type)
        {
            return [token];
        }

        return metadata.GetTypeDefinition(type).GetFields().Where(field => metadata.StringComparer.Equals(metadata.GetFieldDefinition(field).Name, use.Name))
            .SelectMany(field => MemberTokens.Of(view.Code, view.Code, field, instance: null));
    }

    // What is found inside matters where it may be a collection itself.
    private static Held ReturnsOf(ModuleView view, MethodDefinitionHandle method, ScanResult result)
    {
        var returns = result.Returns & (Held.Content | Held.Field | Held.Inside | Held.Added);
        return returns != Held.Inside ? returns
            : view.Code.CalleeOf(MetadataTokens.GetToken(method))?.Signature.ReturnType is { } type && FillingMethods.MayBeFilled(DefinitionName.InSource(type.Definition))
            ? returns : Held.None;
    }

    private FilledIn? Found()
    {
        var filling = _results.Where(found => Fills(found.Value))
            .ToLookup(found => Callee.IsSetter(found.Key.Home.Metadata, found.Key.Method));
        var named = filling[false].Any() ? filling[false] : filling[true];   // a setter is named by its callers, if there are any
        string[] methods = [.. named.OrderByDescending(found => found.Value.Adds).Select(found => MethodName.Of(found.Key.Home.Metadata, found.Key.Method)).Distinct()];
        var unknown = string.Join(" ", Unknown(methods.Length > 0));
        return methods.Length == 0 && unknown.Length == 0 ? null : new FilledIn(methods) { Unknown = unknown.Length == 0 ? null : unknown };
    }

    private bool Fills(ScanResult result) => _field.IsLinked ? result.StoresAdded || result.Links : result.Adds || result.StoresContent;

    private IEnumerable<string> Unknown(bool isAny)
    {
        if (_isCut)
        {
            yield return $"Only {MostMethods:N0} of the methods that use it were looked at.";
        }

        if (_unread.Count > 0)
        {
            yield return $"{(_unread.Count == 1 ? "1 method that may use it" : $"{_unread.Count:N0} methods that may use it")} could not be read.";
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
        }
    }
}
