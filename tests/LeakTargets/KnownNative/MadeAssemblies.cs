using System.Reflection;
using System.Reflection.Emit;

static class MadeAssemblies
{
    static readonly List<object> Kept = [];

    public static void Make(int count)
    {
        for (var index = 0; index < count; index++)
        {
            var name = $"Made{index}";
            var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.Run).DefineDynamicModule(name).DefineType($"{name}.Type", TypeAttributes.Public);
            Kept.Add(Activator.CreateInstance(type.CreateType())!);
        }

        Known.Say("assemblies", ("count", count));
    }
}
