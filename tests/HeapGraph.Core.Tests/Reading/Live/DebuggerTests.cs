using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Live;

/// <summary>A saved copy is a core dump for a debugger that knows nothing of .NET.</summary>
[Collection(LiveCollection.Name)]
[SupportedOSPlatform("linux")]
[NotQuick]
public sealed class DebuggerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapgraph.tests.").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Gdb_finds_each_thread_with_its_registers_the_libraries_and_the_native_frames()
    {
        using var target = LeakTarget.Start("NoLeak");
        Signal.Send("STOP", target.Id);

        var saved = Path.Combine(_folder, "saved.dmp");
        using (var copy = HeapCopy.Take(target.Id, new LiveOptions { MaxFreeze = TimeSpan.FromMinutes(1) }, null, TestContext.Current.CancellationToken))
        {
            AtomicFile.Fill(saved, file => copy.SaveTo(file, TestContext.Current.CancellationToken));
        }

        var seen = Gdb($"/proc/{target.Id}/exe", saved, "info threads", "info sharedlibrary", "printf \"at %lx %lx\\n\", $sp, $pc", "thread apply all backtrace", "x/s 0x7ffffff10000");
        var threads = Directory.GetDirectories($"/proc/{target.Id}/task").Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
        Assert.Equal(threads.Order(), Regex.Matches(seen, @"^\[New LWP (\d+)\]", RegexOptions.Multiline).Select(thread => int.Parse(thread.Groups[1].Value, CultureInfo.InvariantCulture)).Order());

        // The kernel's own word: "-1 SP PC" of a thread that stands still, both as 0x….
        var registers = File.ReadAllText($"/proc/{target.Id}/syscall").Trim().Split(' ')[^2..].Select(value => value[2..].TrimStart('0'));
        Assert.Contains($"at {string.Join(' ', registers)}", seen, StringComparison.Ordinal);
        Assert.Matches(@"0x[0-9a-f]+ +0x[0-9a-f]+ .*/libcoreclr\.so", seen);
        Assert.Matches(@"0x[0-9a-f]+ +0x[0-9a-f]+ .*/libclrjit\.so", seen);
        Assert.Contains("\"DIAGINFOHEADER\"", seen, StringComparison.Ordinal);   // what SOS looks for
        Assert.Matches(@"#0 .*poll.*\n#1 .* from .*/libcoreclr\.so", seen);
    }

    private static string Gdb(string program, string core, params string[] commands)
    {
        using var gdb = Process.Start(new ProcessStartInfo("gdb", ["-batch", "-nx", .. commands.SelectMany(command => new[] { "-ex", command }), program, core])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = gdb.StandardError.ReadToEndAsync();
        var output = gdb.StandardOutput.ReadToEnd();
        gdb.WaitForExit();
        Assert.True(gdb.ExitCode == 0, error.GetAwaiter().GetResult());
        return output;
    }
}
