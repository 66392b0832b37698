using System.Diagnostics;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>The script of <c>heapgraph completion bash</c>, as bash runs it when a user presses the tab key.</summary>
[NotQuick, AsInstalled]
public sealed class ShellCompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tab_completes_commands_options_values_processes_and_dumps()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        File.Copy(LeakTargetDumps.Heap("BigFatLeak"), _folder.At("my app.dmp"));
        _folder.File("other.txt", "text"u8);
        Assert.Equal("what-if\n", Typed("heapgraph what"));
        Assert.Equal("csv\n", Typed("heapgraph common x.dmp --format c"));
        Assert.Equal("csv\n", Typed("heapgraph common --format = c"));
        Assert.Contains($"{target.Id}", Typed($"heapgraph common --pid {target.Id}"), StringComparison.Ordinal);
        Assert.Contains("BigFatLeak, .NET ", Typed("heapgraph common --pid ''", "COMP_TYPE=63"), StringComparison.Ordinal);
        Assert.Equal("my app.dmp\nfilenames\n", Typed("heapgraph common m"));
        Assert.Equal("default\n", Typed("heapgraph common o"));
        Assert.Equal("", Typed("heapgraph common --no-such ''"));
        Assert.Matches("--verbose +On stderr what", Typed("heapgraph ps --", "COMP_TYPE=9"));
    }

    /// <summary>What the words may become, and which of bash's own ways were asked for.</summary>
    private string Typed(string words, string before = "")
    {
        File.WriteAllText(_folder.At("heapgraph"), $"#!/bin/sh\nexec {BuiltTool.ShellWords} \"$@\"\n");
        var script = $$"""
            chmod +x heapgraph
            PATH=$PWD:$PATH
            eval "$(heapgraph completion bash)"
            compopt() { asked=$2; }
            COMP_WORDS=({{words}}) {{before}}
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            $(complete -p heapgraph | sed 's/.*-F \([^ ]*\) .*/\1/') heapgraph "${COMP_WORDS[COMP_CWORD]}"
            [ ${#COMPREPLY[@]} = 0 ] || printf '%s\n' "${COMPREPLY[@]}"
            [ -z "$asked" ] || echo "$asked"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["--norc", "-c", script]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true })!;
        return bash.StandardOutput.ReadToEnd();
    }
}
