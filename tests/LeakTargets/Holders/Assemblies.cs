using System.Reflection;
using System.Reflection.Emit;
using System.Xml.Serialization;

namespace Shop;

static class Assemblies
{
    static readonly List<object> Made = [];

    public static void Make(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"Gen{number}"), AssemblyBuilderAccess.Run);
            var type = assembly.DefineDynamicModule("Main").DefineType("Script", TypeAttributes.Public);
            type.DefineField("Value", typeof(object), FieldAttributes.Public | FieldAttributes.Static);
            type.CreateType().GetField("Value")!.SetValue(null, new object());
        }
    }

    public static void Serialize(int count)
    {
        for (var number = 0; number < count; number++)
        {
            new XmlSerializer(typeof(Message), new XmlAttributeOverrides()).Serialize(TextWriter.Null, new Message());
        }
    }

    public static void Keep(object made) => Made.Add(made);
}

public class Message { public int Number { get; set; } }
