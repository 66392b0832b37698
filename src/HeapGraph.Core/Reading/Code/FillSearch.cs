using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Code.Modules;

namespace HeapGraph.Core.Reading.Code;

/// <summary>Looks for the methods that fill a field: first those whose code names it, then those that call accessors of it and others that
/// return it.</summary>
/// <remarks>Each step searches the bytes of the code for tokens, and scans the few methods that have them.</remarks>
internal sealed partial class FillSearch
{
    private const int MostSteps = 4;
    private const int MostMethods = 2_000;
    private const long MostWork = 100_000_000;   // instructions and the like: some seconds
    private const int ReferencesPerStep = 2, CodePerStep = 512;   // looked through in the time of one: rows, bytes

    private readonly ProgramCode _program;
    private readonly SoughtField _field;
    private readonly Dictionary<ModuleCode, ModuleView> _views;
    private readonly Dictionary<(ModuleCode Home, MethodDefinitionHandle Method), ScanResult> _results = [];
    private readonly Dictionary<(ModuleCode Home, MethodDefinitionHandle Method), KnownMethod> _known = [];
    private readonly Dictionary<string, ScanResult?> _followed = [];
    private readonly Dictionary<Callee, (ModuleCode Home, MethodDefinitionHandle Method)?> _definitions = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<(ModuleCode Home, MethodDefinitionHandle Method)> _unread = [];
    private readonly HashSet<ModuleCode> _damaged = [];
    private readonly SortedSet<string> _notFollowed = new(StringComparer.Ordinal);   // accessors of interfaces
    private readonly ScanBudget _budget;
    private bool _isFollowing, _isCut, _isCutShort;

    private FillSearch(ProgramCode program, SoughtField field, CancellationToken cancellation)
    {
        (_program, _field, _budget) = (program, field, new ScanBudget(MostWork, cancellation));
        _views = program.Modules.ToDictionary(module => module, module => new ModuleView(module, field.IsLinked, _budget, Follow));
    }

    /// <summary>Looks for them. What is damaged is left out and said.</summary>
    /// <exception cref="BadImageFormatException">What tells of the field itself is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FilledIn? For(ProgramCode program, SoughtField field, CancellationToken cancellation)
    {
        var search = new FillSearch(program, field, cancellation);
        search.Run();
        return search.Found();
    }

    /// <summary>Scans a method with what it is given, one call deep.</summary>
    private ScanResult? Follow(ModuleCode from, Callee callee, IReadOnlyList<Held> arguments)
    {
        if (_isFollowing || DefinitionOf(from, callee) is not var (home, method))
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

    private (ModuleCode Home, MethodDefinitionHandle Method)? DefinitionOf(ModuleCode from, Callee callee)
    {
        if (!_definitions.TryGetValue(callee, out var found))
        {
            var home = callee.Definition is not null || callee.Owner.Assembly is not { } assembly ? from : _program.Named(assembly);
            _definitions[callee] = found = home is not null && DefinitionIn(home, callee) is { } method ? (home, method) : null;
        }

        return found;
    }

    private static MethodDefinitionHandle? DefinitionIn(ModuleCode home, Callee callee)
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

    private void Run()
    {
        Seek(view => view.Seek(MemberTokens.Of(view.Code, _field.Home, _field.Handle, _field.Instance)));
        for (var step = 0; step < MostSteps && _views.Values.Any(view => view.Fresh.Count > 0); step++)
        {
            var learned = new List<KnownMethod>();
            foreach (var view in _views.Values)
            {
                foreach (var method in MethodsWithFresh(view))
                {
                    Scan(view, method, learned);
                }
            }

            foreach (var known in learned)
            {
                Seek(view => view.Seek(
                    MemberTokens.Of(view.Code, known.Home, known.Handle, known.Home.TypeOf(known.Handle) == _field.Type ? _field.Instance : null), known));
            }
        }

        _isCutShort = _views.Values.Any(view => view.Fresh.Count > 0);
    }

    /// <summary>Looks for tokens in all modules, as long as there is time.</summary>
    private void Seek(Action<ModuleView> seek)
    {
        foreach (var view in _views.Values)
        {
            _isCut |= !_budget.Take(1 + (view.Code.ReferenceCount / ReferencesPerStep));
            if (!_isCut)
            {
                Guarded(view.Code, () => seek(view));
            }
        }
    }

    private IReadOnlyCollection<MethodDefinitionHandle> MethodsWithFresh(ModuleView view)
    {
        int[] tokens = [.. view.Fresh];
        view.Fresh.Clear();
        return MethodsWith(view, tokens);
    }

    private IReadOnlyCollection<MethodDefinitionHandle> MethodsWith(ModuleView view, int[] tokens)
    {
        _isCut |= tokens.Length > 0 && !_budget.Take((long)tokens.Length * view.Code.Bytes / CodePerStep);
        IReadOnlyCollection<MethodDefinitionHandle> found = [];
        if (!_isCut && tokens.Length > 0)
        {
            Guarded(view.Code, () => found = view.Code.MethodsWith(tokens));
        }

        return found;
    }

    private void Scan(ModuleView view, MethodDefinitionHandle method, List<KnownMethod> learned)
    {
        _isCut |= _results.Count >= MostMethods || !_budget.Take();
        if (_isCut)
        {
            return;
        }

        if (MethodScan.Of(view, method) is { } result)
        {
            Guarded(view.Code, () => Learn(view, method, result, learned));
        }
        else
        {
            _unread.Add((view.Code, method));
        }
    }

    /// <summary>Reads metadata of a module, which may be damaged anywhere.</summary>
    private void Guarded(ModuleCode module, Action read)
    {
        try
        {
            read();
        }
        catch (Exception damaged) when (damaged is not (OutOfMemoryException or OperationCanceledException))
        {
            _damaged.Add(module);
        }
    }

    private void Learn(ModuleView view, MethodDefinitionHandle method, ScanResult result, List<KnownMethod> learned)
    {
        var key = (view.Code, method);
        _results[key] = result;
        foreach (var token in result.KeptIn.Where(token => !view.Fields.Contains(token)))
        {
            _isCut |= !_budget.Take(1 + (view.Code.ReferenceCount / ReferencesPerStep));
            if (!_isCut)
            {
                view.Seek(AllOf(view, token));
            }
        }

        var isSetter = Callee.IsSetter(view.Code.Metadata, method);
        var known = new KnownMethod(view.Code, method, ReturnsOf(view, method, result), isSetter && result is { StoresContent: true, Adds: false }, isSetter && result.Adds, isSetter && TakesOut(view.Code, method, result));
        if (known.IsOfUse && (!_known.TryGetValue(key, out var before) || before != known))
        {
            _known[key] = known;
            learned.Add(known);
            learned.AddRange(Overrides.Of(view.Code, method, _program).Select(above => known with { Home = above.Home, Handle = above.Method }));
            foreach (var (home, accessor, isOnly) in InterfaceAccessors.Of(view.Code, method, _program))
            {
                if (isOnly)
                {
                    learned.Add(known with { Home = home, Handle = accessor });
                }
                else if (_views.Values.Any(caller => MethodsWith(caller, [.. MemberTokens.Of(caller.Code, home, accessor, instance: null)]).Count > 0))
                {
                    _notFollowed.Add(MethodName.Of(home.Metadata, accessor));
                }
            }
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
}
