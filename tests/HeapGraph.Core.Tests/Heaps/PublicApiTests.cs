using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Heaps;

/// <summary>What users of the package compile against: a change of it shows in a file that is reviewed.</summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    [Fact]
    public void The_public_API_is_the_one_that_was_reviewed()
    {
        var api = new StringBuilder();
        foreach (var type in typeof(Heap).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            api.Append($"{Kind(type)} {type.FullName}{Bases(type)}\n");
            foreach (var line in type.GetMembers(Declared).Where(IsForUsers).Select(Line).Where(line => line.Length > 0).Order(StringComparer.Ordinal))
            {
                api.Append($"  {line}\n");
            }
        }

        ExpectedFile.Matches("PublicApi.expected.txt", api.ToString());
    }

    [Fact]
    public void Every_member_of_the_facade_is_documented()
    {
        var documents = XDocument.Load(Path.ChangeExtension(typeof(Heap).Assembly.Location, ".xml"))
            .Descendants("member").ToLookup(member => member.Attribute("name")!.Value.Split('(')[0]);
        foreach (var method in typeof(Heap).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(Heap).Namespace)
            .SelectMany(type => type.GetMethods(Declared)).Where(method => method.IsPublic && !method.IsSpecialName && !IsGenerated(method)))
        {
            var parameters = method.GetParameters().Select(parameter => parameter.Name).ToArray();
            Assert.True(
                documents[$"M:{method.DeclaringType!.FullName}.{method.Name}"].Any(member =>
                    member.Element("inheritdoc") is not null
                    || member.Element("summary") is not null && member.Elements("param").Select(parameter => parameter.Attribute("name")!.Value).SequenceEqual(parameters)),
                $"{method.DeclaringType.Name}.{method.Name}({string.Join(", ", parameters)})");
        }
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        string[] bases =
        [
            .. type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType ? (string[])[NameOf(parent)] : [],
            .. type.IsEnum ? (IEnumerable<string>)[] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(one => one.IsPublic).Select(NameOf).Order(StringComparer.Ordinal),
        ];
        return bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static bool IsForUsers(MemberInfo member) => !IsGenerated(member) && member switch
    {
        MethodBase method => IsVisible(method),
        FieldInfo field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo => true,
        _ => false,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute)) && member is not PropertyInfo;

    private static string Line(MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true } value => $"{value.Name} = {value.GetRawConstantValue()}",
        FieldInfo field => $"{NameOf(field.FieldType)} {field.Name}",
        PropertyInfo property => $"{Static(property.GetMethod!)}{Annotated(Nullability.Create(property))} {property.Name}{Parameters(property.GetIndexParameters(), "[", "]")} {{ {Accessors(property)} }}",
        ConstructorInfo constructor => $"new{Parameters(constructor.GetParameters())}",
        MethodInfo { IsSpecialName: true, Name: var name } when !name.StartsWith("op_", StringComparison.Ordinal) => "",
        MethodInfo method => $"{Static(method)}{Annotated(Nullability.Create(method.ReturnParameter))} {method.Name}{Parameters(method.GetParameters())}",
        _ => "",
    };

    private static string Accessors(PropertyInfo property) => string.Join(' ', property.GetAccessors(nonPublic: true).Where(IsVisible).Select(accessor =>
        accessor.ReturnType != typeof(void) ? "get;"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init;" : "set;"));

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Parameters(ParameterInfo[] parameters, string open = "(", string close = ")") => open == "[" && parameters.Length == 0 ? "" :
        open + string.Join(", ", parameters.Select(parameter =>
            $"{Annotated(Nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? (parameter.ParameterType.IsValueType ? "default" : "null")}" : "")}")) + close;

    private static string Annotated(NullabilityInfo info) =>
        NameOf(info.Type) + (info.ReadState == NullabilityState.Nullable && !info.Type.IsValueType ? "?" : "");

    private static string NameOf(Type type) => type switch
    {
        { IsByRef: true } => $"ref {NameOf(type.GetElementType()!)}",
        { IsArray: true } => $"{NameOf(type.GetElementType()!)}[]",
        _ when Nullable.GetUnderlyingType(type) is { } value => $"{NameOf(value)}?",
        { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>",
        _ => type.Name,
    };
}
