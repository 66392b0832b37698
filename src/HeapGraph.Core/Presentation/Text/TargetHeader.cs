using HeapGraph.Core.Analysis;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>What stands above trees: the target, its process, and which objects the question is about.</summary>
internal static class TargetHeader
{
    extension(IAnsiConsole console)
    {
        /// <summary>Writes it.</summary>
        public void WriteHeader(string target, HeapCoverage coverage, ObjectFilter filter)
        {
            console.WriteHanging(target.Printable, new Style(decoration: Decoration.Bold));
            foreach (var line in (string[])[.. ProcessWording.HeaderOf(coverage), .. FilterWording.HeaderOf(filter)])
            {
                console.WriteHanging(line);
            }
        }
    }
}
