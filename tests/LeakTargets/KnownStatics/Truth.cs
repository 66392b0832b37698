using System.Reflection;

namespace KnownStatics;

/// The name of each static field with the object that it holds, by reflection.
class Truth
{
    const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static object[]? Pairs;

    readonly List<object> _pairs = [];

    public void Add(Type type, string suffix)
    {
        foreach (var field in type.GetFields(Statics))
        {
            var property = Array.Find(type.GetProperties(Statics), property => field.Name.Contains($"<{property.Name}>"));
            Add($"{NameOf(type)}.{property?.Name ?? field.Name}{suffix}", field.GetValue(null));
        }
    }

    public void Add(string name, object? value)
    {
        // The box of a struct's static is not the one that reflection gives.
        if (value is Pair { Reference: { } inside })
        {
            value = inside;
        }

        if ((value is EventHandler handler ? handler.Target : value) is Held held)
        {
            _pairs.Add(new string(name));
            _pairs.Add(held);
        }
    }

    public void Keep() => Pairs = [.. _pairs];

    static string NameOf(Type type)
    {
        var arguments = type.GetGenericArguments().Select(argument =>
            argument == typeof(int) ? "int" : argument == typeof(string) ? "string" : argument.FullName).ToArray();
        var name = arguments.Length == 0 ? type.FullName! : type.GetGenericTypeDefinition().FullName!.Replace("`1", $"<{string.Join(", ", arguments)}>");
        return name.Replace('+', '.');
    }
}
