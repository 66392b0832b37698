// What collectible types hold: their LoaderAllocator goes when no object, no running code and no handle needs them any more.
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace Survivors;

public class Plugin
{
    public static object? Field;
    public object? Instance = null;

    public void Stay(Action stay) => stay();

    public static void StayStatic(Action stay) => stay();
}

static class Plugins
{
    static readonly List<object> Kept = [];

    public static void Make()
    {
        Watch.Apart(() =>
        {
            Kept.Add(Load("a context that is kept").Context);
            Kept.Add(Activator.CreateInstance(Load("an unloaded context, of which an object is kept", unloads: true).Plugin)!);
            Kept.Add(Load("an unloaded context, of which a Type is kept", unloads: true).Plugin);
            Load("an unloaded context that was dropped", unloads: true);
            FromMemory();
            Emit();
        });
        Watch.Staying("plugin", stay => Running("an unloaded context whose static method runs")(stay));
    }

    static (AssemblyLoadContext Context, Type Plugin) Load(string what, bool unloads = false)
    {
        var context = new AssemblyLoadContext(what, isCollectible: true);
        var plugin = context.LoadFromAssemblyPath(typeof(Plugin).Assembly.Location).GetType(typeof(Plugin).FullName!)!;
        plugin.GetField(nameof(Plugin.Field))!.SetValue(null, Watch.New($"static field of {what}"));
        if (unloads)
        {
            context.Unload();
        }

        return (context, plugin);
    }

    static void FromMemory()
    {
        using var stream = new MemoryStream(File.ReadAllBytes(typeof(Plugin).Assembly.Location));
        var plugin = new AssemblyLoadContext("from memory").LoadFromStream(stream).GetType(typeof(Plugin).FullName!)!;
        plugin.GetField(nameof(Plugin.Field))!.SetValue(null, Watch.New("static field of a type that was loaded from memory"));
        Kept.Add(Activator.CreateInstance(plugin)!);
    }

    static Action<Action> Running(string what) =>
        Load(what, unloads: true).Plugin.GetMethod(nameof(Plugin.StayStatic))!.CreateDelegate<Action<Action>>();

    // One collectible assembly uses a type of another.
    static void Emit()
    {
        var used = Module("Used").DefineType("Used", TypeAttributes.Public);
        used.DefineField("Field", typeof(object), FieldAttributes.Public | FieldAttributes.Static);
        var usedType = used.CreateType();
        usedType.GetField("Field")!.SetValue(null, Watch.New("static field of an emitted type that another uses"));
        var user = Module("User").DefineType("User", TypeAttributes.Public);
        var get = user.DefineMethod("Get", MethodAttributes.Public, typeof(object), []);
        var code = get.GetILGenerator();
        code.Emit(OpCodes.Ldsfld, usedType.GetField("Field")!);
        code.Emit(OpCodes.Ret);
        user.DefineField("Field", typeof(object), FieldAttributes.Public | FieldAttributes.Static);
        var userType = user.CreateType();
        userType.GetField("Field")!.SetValue(null, Watch.New("static field of an emitted type"));
        var made = Activator.CreateInstance(userType)!;
        userType.GetMethod("Get")!.Invoke(made, null);
        Kept.Add(made);
        var dropped = Module("Dropped").DefineType("Dropped", TypeAttributes.Public);
        dropped.DefineField("Field", typeof(object), FieldAttributes.Public | FieldAttributes.Static);
        dropped.CreateType().GetField("Field")!.SetValue(null, Watch.New("static field of an emitted type that was dropped"));
        var method = new DynamicMethod("Bound", typeof(object), [typeof(object)], typeof(Plugins).Module);
        code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ret);
        Kept.Add(method.CreateDelegate<Func<object>>(Watch.New("what an emitted method is bound to")));
    }

    static ModuleBuilder Module(string name) =>
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule(name);
}
