using HeapGraph.Testing;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Where the KnownShape target is read from: each class runs all of <see cref="KnownShapeTests"/>.</summary>
public static class KnownShapeSources
{
    [OnEachRuntime]
    public sealed class WorkstationDump() : KnownShapeTests("dump, workstation");

    public sealed class WorkstationNotConcurrentDump() : KnownShapeTests("dump, workstation, not concurrent");

    public sealed class ServerDump() : KnownShapeTests("dump, server");

    public sealed class ServerNotConcurrentDump() : KnownShapeTests("dump, server, not concurrent");

    [OnEachRuntime]
    public sealed class DatasDump() : KnownShapeTests("dump, DATAS");

    public sealed class DatasNotConcurrentDump() : KnownShapeTests("dump, DATAS, not concurrent");

    [OnEachRuntime]
    public sealed class WorkstationLive() : KnownShapeTests("live, workstation");

    public sealed class WorkstationNotConcurrentLive() : KnownShapeTests("live, workstation, not concurrent");

    [OnEachRuntime]
    public sealed class ServerLive() : KnownShapeTests("live, server");

    public sealed class ServerNotConcurrentLive() : KnownShapeTests("live, server, not concurrent");

    public sealed class DatasLive() : KnownShapeTests("live, DATAS");

    public sealed class DatasNotConcurrentLive() : KnownShapeTests("live, DATAS, not concurrent");
}
