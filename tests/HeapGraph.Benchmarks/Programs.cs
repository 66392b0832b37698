using System.Runtime.InteropServices;
using HeapGraph.Testing;

namespace HeapGraph.Benchmarks;

/// <summary>The executables that are measured: HeapGraph in each form as its package holds it, and the loops compiled ahead of time, without a
/// runtime of their own.</summary>
internal sealed class Programs : IDisposable
{
    private readonly string? _folder;

    private Programs(IReadOnlyList<Tool> tools, IReadOnlyList<string> missing, string loops, string? folder) =>
        (Tools, Missing, Loops, _folder) = (tools, missing, loops, folder);

    /// <summary>HeapGraph in each form; the first is the one that others are compared with.</summary>
    public IReadOnlyList<Tool> Tools { get; }

    /// <summary>Why a form that was not chosen is not among them.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>This program, for ClrMD's loops, the plain read and the filling of memory.</summary>
    public string Loops { get; }

    /// <summary>The folders with everything that runs, the runtime among them.</summary>
    public IEnumerable<string> Folders =>
        [.. Tools.Select(tool => tool.Program).Append(Loops).Select(program => Path.GetDirectoryName(program)!), RuntimeEnvironment.GetRuntimeDirectory()];

    /// <summary>Publishes into a temporary folder, deleted on disposal.</summary>
    /// <param name="chosen">The forms that are measured on all heaps.</param>
    /// <param name="others">Forms that are measured where they can be made.</param>
    /// <exception cref="InvalidOperationException">One of the chosen can't be made.</exception>
    public static Programs Publish(IReadOnlyList<ToolForm> chosen, IReadOnlyList<ToolForm> others)
    {
        var folder = Directory.CreateTempSubdirectory("heapgraph.benchmarks.").FullName;
        try
        {
            var loops = Publish("tests", "HeapGraph.Benchmarks", folder, "loops", ["-r", $"linux-{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant()]);
            var (tools, missing) = (chosen.Select(form => Publish(form, folder, isChosen: true)).ToList(), new List<string>());
            foreach (var form in others)
            {
                try
                {
                    tools.Add(Publish(form, folder, isChosen: false));
                }
                catch (InvalidOperationException failed)
                {
                    missing.Add($"{form.Name}: {failed.Message}");
                }
            }

            return new Programs(tools, missing, Path.Combine(loops, "HeapGraph.Benchmarks"), folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Takes all from where the solution was built.</summary>
    public static Programs AsBuilt()
    {
        var tool = Path.Combine(Repository.Root, "src", "HeapGraph.Cli", "bin", Repository.Configuration, "net10.0", "heapgraph");
        var built = new Tool("as built", tool, BytesIn(Path.GetDirectoryName(tool)!), IsChosen: true);
        return new Programs([built], [], Path.Combine(AppContext.BaseDirectory, "HeapGraph.Benchmarks"), null);
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static Tool Publish(ToolForm form, string folder, bool isChosen)
    {
        var output = Publish("src", "HeapGraph.Cli", folder, form.Option, form.PublishOptions);
        return new Tool(form.Name, Path.Combine(output, "heapgraph"), BytesIn(output), isChosen);
    }

    /// <returns>The folder with the published program.</returns>
    private static string Publish(string above, string project, string folder, string name, IReadOnlyList<string> options)
    {
        var output = Path.Combine(folder, name);

        // With its own folder for what is in between, the solution's build stays as it is.
        OutsideProgram.Run(
            "dotnet", ["publish", Path.Combine(Repository.Root, above, project), "-c", "Release", .. options,
                "--artifacts-path", Path.Combine(folder, "artifacts", name), "-o", output, "-p:RunAnalyzers=false", "-v", "quiet", "--nologo"]);
        Directory.Delete(Path.Combine(folder, "artifacts"), recursive: true);
        return output;
    }

    private static long BytesIn(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
