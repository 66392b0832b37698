// A compiler that stays for the next build: trees, names each kept once, metadata by path, three assemblies made at run time, expressions compiled.
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using Common;
using Common.Caching;

namespace Compiler;

static class App
{
    public static void Run(Action serve)
    {
        var workspace = new Workspace();
        workspace.Open(Enumerable.Range(0, 400).Select(number => $"/src/File{number}.cs"));
        for (var edit = 0; edit < 300; edit++)
        {
            workspace.Change($"/src/File{edit * 7 % 400}.cs");
            Fake.Parse(800);
        }

        Generators.Load();
        serve();
        GC.KeepAlive(workspace);
    }
}

abstract class Node
{
    public Node? Parent { get; set; }
    public abstract int Width { get; }
}

sealed class Token(string text) : Node
{
    public string Text => text;
    public override int Width => text.Length;
}

sealed class Block(ImmutableArray<Node> children) : Node
{
    public ImmutableArray<Node> Children => children;
    public override int Width => children.Sum(child => child.Width);
}

/// <summary>Each name once.</summary>
sealed class NameTable
{
    private readonly ConcurrentDictionary<string, string> _names = new();

    public static NameTable Shared { get; } = new();

    public string Get(string name) => _names.GetOrAdd(name, name);
}

static class Parser
{
    private static readonly Regex Word = new("[a-z]+", RegexOptions.Compiled);

    public static Block Parse(int length)
    {
        var statements = ImmutableArray.CreateBuilder<Node>();
        for (var statement = 0; statement < length; statement++)
        {
            var tokens = Word.Matches($"{Fake.Word(1)} = {Fake.Word(2)}").Select(match => (Node)new Token(NameTable.Shared.Get(match.Value))).ToImmutableArray();
            var block = new Block(tokens);
            foreach (var token in tokens)
            {
                token.Parent = block;
            }

            statements.Add(block);
        }

        return new Block(statements.ToImmutable());
    }
}

sealed class Workspace
{
    private readonly LruCache<string, Metadata> _metadata = new(120);
    private ImmutableSortedDictionary<string, Block> _trees = ImmutableSortedDictionary<string, Block>.Empty;

    public void Open(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            _trees = _trees.SetItem(path, Parser.Parse(900));
            _metadata.GetOrAdd(path.Replace("/src/File", "/ref/Lib"), name => new Metadata(name));
        }
    }

    public void Change(string path) => _trees = _trees.SetItem(path, Parser.Parse(200));
}

sealed class Metadata(string path)
{
    private readonly byte[] _image = Fake.Bytes(750_000);
    private readonly Lazy<Dictionary<int, string>> _types = new(() => Enumerable.Range(0, 100).ToDictionary(number => number, number => Fake.Word(4)));

    public string this[int number] => $"{path}!{_types.Value[number]}{_image.Length}";
}

static class Generators
{
    private static readonly List<Func<object>> s_makers = [];
    private static readonly Dictionary<string, Func<int, int>> s_rules = [];

    public static void Load()
    {
        for (var number = 0; number < 3; number++)
        {
            var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"Generated{number}"), AssemblyBuilderAccess.Run);
            var type = assembly.DefineDynamicModule("main").DefineType($"Generator{number}", TypeAttributes.Public).CreateType();
            s_makers.Add(() => Activator.CreateInstance(type)!);
        }

        for (var rule = 0; rule < 40; rule++)
        {
            var x = Expression.Parameter(typeof(int), "x");
            s_rules.Add($"rule {rule}", Expression.Lambda<Func<int, int>>(Expression.Add(x, Expression.Constant(rule)), x).Compile());
        }
    }
}
