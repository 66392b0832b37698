#:project ../src/HeapGraph.Core/HeapGraph.Core.csproj
#:property PublishAot=false
// The hunt of walkthrough.md as a script: dotnet run docs/hunt.cs -- before.dmp after.dmp
using HeapGraph;

using var before = Heap.Open(args[0]);
using var after = Heap.Open(args[1]);

Console.WriteLine(after.MostCommonTypes(limit: 5));
Console.WriteLine(after.Growth(since: before, limit: 3));

var fat = after.ObjectsOf("MyBigFatObject");
Console.WriteLine(after.Chain(fat.Take(1)));

var x = after.ObjectsOf("List<object>").Single(list => list.Referrers.Count == 3);
var picture = after.BackReferences([x], maxDepth: 3, new() { ShortNames = true });
Console.WriteLine(picture);
picture.Save("walkthrough.svg");
