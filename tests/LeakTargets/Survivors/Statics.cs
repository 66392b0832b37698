// What static fields hold, and literals, which need nobody.
namespace Survivors;

static class Statics
{
    static object? field, cleared;
    internal static (int, object) InStruct;
    static readonly Lazy<object> Started = new(() => Watch.New("value of a Lazy")), Waiting = new(new Source { Held = Watch.New("what a Lazy will need") }.Make);
    static event EventHandler? Raised;
    static readonly List<object> Texts = [];

    public static void Make() => Watch.Apart(() =>
    {
        field = Watch.New("static field");
        cleared = Watch.New("static field that was cleared");
        cleared = null;
        InStruct = (1, Watch.New("static struct"));
        Of<int>.Field = Watch.New("static field of a generic type");
        Of<string>.Field = Watch.New("static field of a generic type over a class");
        Of<(int, string)>.InStruct = (1, Watch.New("static struct of a generic type"));
        GC.KeepAlive(Started.Value);
        GC.KeepAlive(Waiting);
        Raised += new Source { Held = Watch.New("handler of a static event") }.Handle;
        Watch.That("literal", "a literal that nothing holds");
        Watch.That("interned string", string.Intern(new string('z', 30)));
        for (var index = 0; index < 3_000; index++)
        {
            string.Intern($"interned {index}");
        }

        Watch.That("string", new string('w', 30));
        Watch.That("Type object", typeof(Statics));
        try
        {
            Failing.Field = null;
        }
        catch (TypeInitializationException)
        {
        }
    });

    static void Raise() => Raised?.Invoke(null, EventArgs.Empty);

    class Source
    {
        public object? Held;
        public object Make() => Held!;
        public void Handle(object? sender, EventArgs e) { }
    }

    static class Of<T>
    {
        public static object? Field;
        public static (int, object) InStruct;
    }

    static class Failing
    {
        public static object? Field = Watch.New("static field of a type whose constructor failed");

        static Failing() => throw new InvalidOperationException();
    }
}
