// Handles of several kinds, made on eight threads one after the other, so that Server GC spreads them over its tables:
//
//   2,000 strong handles     -> ByStrongHandle, one each        (40 more were freed again)
//       8 pinned handles     -> ByPinnedHandle, one each
//      16 weak handles       -> ByWeakHandle, one each, which static Keys.All holds too
//      16 dependent handles  -> from each ByWeakHandle to a ByDependentHandle of its own
//
// With DOTNET_gcServer=1 and DOTNET_GCDynamicAdaptationMode=1 the DAC misses whole tables.
using System.Runtime;
using System.Runtime.InteropServices;

var keys = new List<ByWeakHandle>();
var handles = new List<object>();
for (var maker = 0; maker < 8; maker++)
{
    var thread = new Thread(Make);
    thread.Start();
    thread.Join();
}

Keys.All = [.. keys];
keys = null;
TargetConsole.Serve(args);
GC.KeepAlive(handles);

void Make()
{
    for (var index = 0; index < 250; index++)
    {
        handles.Add(GCHandle.Alloc(new ByStrongHandle()));
    }

    for (var index = 0; index < 5; index++)
    {
        GCHandle.Alloc(new ByStrongHandle()).Free();
    }

    handles.Add(GCHandle.Alloc(new ByPinnedHandle(), GCHandleType.Pinned));
    for (var index = 0; index < 2; index++)
    {
        var key = new ByWeakHandle();
        keys!.Add(key);
        handles.Add(GCHandle.Alloc(key, index == 0 ? GCHandleType.Weak : GCHandleType.WeakTrackResurrection));
        handles.Add(new DependentHandle(key, new ByDependentHandle()));
    }
}

static class Keys { public static ByWeakHandle[] All = []; }

class ByStrongHandle; class ByWeakHandle; class ByDependentHandle;
class ByPinnedHandle { public long Blittable = 1; }
