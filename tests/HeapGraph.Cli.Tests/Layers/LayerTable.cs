namespace HeapGraph.Cli.Tests.Layers;

/// <summary>The order of the house: the folders of HeapGraph.Core and HeapGraph.Cli, what each may use, and what lies above what inside.</summary>
internal static class LayerTable
{
    public static IReadOnlyList<Layer> Core { get; } =
    [
        new("Core/Files", [], [
            "AtomicFile.cs", "TrustedFile.cs", "RegularFile.cs", "LinuxNewFile.cs", "PlainNewFile.cs", "LeftFiles.cs", "OpenFolder.cs", "FileFacts.cs", "."]),

        new("Core/Graph", [], [
            ".", "Coverage", "Residence", "Arrays", "Details", "Names/Frameworks/Flows", "Names/Frameworks/Holders", "Names/Frameworks", "Values", "Advice", "Async", "Threads",
            "HeapType.cs", "HeapRoot.cs", "HeapRootKind.cs", "HeapGeneration.cs", "AddressRange.cs", "HeapReadProgress.cs", "Names"]),

        new("Core/Reading", ["Core/Files", "Core/Graph"], [
            "Live",
            "Live/Linux", "Live/Linux/CoreDump", "Live/Linux/Room", "Live/Linux/MemoryPieces.cs", "Live/Linux/Freezing", "Live/Linux/Proc",
            "Live/Linux/CopyCrew.cs", "Live/Linux/LinuxCalls.cs",
            "Live/Hosts", "Live/IHeapCopy.cs", "Live/AccessObstacle.cs",
            "DumpHeapReader.cs",
            "Residence", "Residence/Malloc",
            "Values",
            "Code", "Code/Modules",
            "Contents", "Threads", "Async",
            "Details", "Details/Collections", "Details/KnownObjects.cs", "Details/FieldReader.cs", "Details/SlotName.cs", "Details/ValueText.cs",
            ".", "Segments", "Roots", "Roots/ThreadStatics", "Roots/ThreadNames.cs", "Roots/RootList.cs", "Roots/Handles", "Runtime", "Walking", "Memory", "Elf",
            "IHeapReader.cs", "HeapReadOptions.cs", "DetailOptions.cs", "LiveOptions.cs", "HeapReadException.cs", "Runtime/LeftOut.cs", "DacPieces.cs"]),

        new("Core/Targets", ["Core/Graph", "Core/Reading"], ["."]),

        new("Core/Analysis", ["Core/Graph"], [
            "Residence", "WhatIf", "Threads", "Async", "Growth", "Objects", "References", "Roots", "Filling", "Grouping", "Dominators", "Types", "Conditions", ".", "Patterns", "Collections", "ReferenceDirection.cs"]),

        new("Core/Inspections", ["Core/Graph", "Core/Analysis"], [
            "LeakReport.cs", "RuleEntries.cs", "AllInspections.cs", "Residence",
            "Rules", "Rules/Subscriptions", "Rules/Waiting", "Rules/Services", "Rules/Runtime", "Rules/Waste", "Strings", "Piles", "Anchors", ".", "Flow", "Words"]),

        new("Core/Presentation", ["Core/Files", "Core/Graph", "Core/Analysis", "Core/Inspections"], [
            "Forms", "PictureFile.cs", "Json", "Flame", "Plots", "Html", "Text", "Profiles", "Graphviz", "Tables", "Folding", "Words", "."]),

        new("Core/Heaps", ["Core/Files", "Core/Graph", "Core/Reading", "Core/Targets", "Core/Analysis", "Core/Inspections", "Core/Presentation"], [
            ".", "Results", "Notebooks", "Opened", "HeapOptions.cs", "HeapFilter.cs", "Opened/IHeapHost.cs"]),
    ];

    public static IReadOnlyList<Layer> Cli { get; } =
    [
        new("Cli", [], [".", "Completion", "Manual", "Commands", "Output", "Options/Watching", "Options", "Choices", "Configuration", "Running", "Sealing", "Words"]),
    ];
}
