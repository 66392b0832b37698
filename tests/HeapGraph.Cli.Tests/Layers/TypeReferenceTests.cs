using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace HeapGraph.Cli.Tests.Layers;

/// <summary>Whatever way a type is referred to, it is seen.</summary>
public sealed class TypeReferenceTests
{
    [Theory]
    [InlineData(typeof(ItsBase))]
    [InlineData(typeof(ItsInterface))]
    [InlineData(typeof(ItsGenericBase))]
    [InlineData(typeof(ItsConstraint<>))]
    [InlineData(typeof(ItsAttribute))]
    [InlineData(typeof(ItsField))]
    [InlineData(typeof(ItsParameter))]
    [InlineData(typeof(ItsCall))]
    [InlineData(typeof(ItsTypeArgument))]
    [InlineData(typeof(ItsCast))]
    [InlineData(typeof(ItsCatch))]
    [InlineData(typeof(ItsLambda))]
    [InlineData(typeof(ItsIterator))]
    [InlineData(typeof(BehindASwitch))]
    public void A_type_that_is_used_is_seen(Type user)
    {
        using var file = new PEReader(File.OpenRead(user.Assembly.Location));
        var metadata = file.GetMetadataReader();
        var references = new TypeReferences(file, metadata);
        var outer = metadata.TypeDefinitions.Single(type => metadata.GetString(metadata.GetTypeDefinition(type).Name) == user.Name);
        foreach (var type in metadata.TypeDefinitions.Where(type => metadata.Outermost(type) == outer))
        {
            references.AddType(type);
        }

        Assert.Contains(references.Own, type => metadata.GetString(metadata.GetTypeDefinition(type).Name).Contains(nameof(Used), StringComparison.Ordinal));
    }
}

internal class Used : Exception, IUsed
{
    public static int Number() => 1;
}

internal interface IUsed;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class UsedAsAttribute : Attribute;

internal sealed class ItsBase : Used;

internal abstract class ItsInterface : IUsed;

internal abstract class ItsGenericBase : List<IUsed>;

internal abstract class ItsConstraint<T>
    where T : IUsed;

[UsedAs]
internal abstract class ItsAttribute;

internal abstract class ItsField
{
    private IUsed[]? _field;

    public void Forget() => _field = null;

    public bool IsForgotten() => _field is null;
}

internal abstract class ItsParameter
{
    public abstract void Take(ref Dictionary<int, IUsed> used);
}

internal static class ItsCall
{
    public static int Number() => Used.Number();
}

internal static class ItsTypeArgument
{
    public static int Size() => Array.Empty<IUsed>().Length;
}

internal static class ItsCast
{
    public static bool Is(object value) => value is IUsed;
}

internal static class ItsCatch
{
    public static void Run(Action action)
    {
        try
        {
            action();
        }
        catch (Used)
        {
        }
    }
}

internal static class ItsLambda
{
    public static Func<int> Number() => () => Used.Number();
}

internal static class ItsIterator
{
    public static IEnumerable<int> Numbers()
    {
        yield return Used.Number();
    }
}

internal static class BehindASwitch
{
    public static string Word(int number, double other) => number switch
    {
        0 => "zero",
        1 => "one",
        2 => "two",
        3 => $"{Used.Number() * 0x1_0000_0000L * 0.5 * other}",
        _ => "many",
    };
}
