// Memory of one known kind, so that a table of what a process's memory is can be held against what the program itself knows.
//
//   KnownNative MODE [AMOUNT]
//
//   malloc            AMOUNT MB (200) from the C library, in blocks of 64 KB to 1 MB, touched
//   malloc-elsewhere  the same, and [heap] can't grow
//   malloc-freed      AMOUNT MB (200) in small blocks, on 8 threads, freed but for each thread's last
//   arenas            AMOUNT threads (60) with 2 MB each in blocks of 32 KB: set MALLOC_ARENA_MAX=128 for an arena each
//   mmap              AMOUNT MB (100) of a file in $TMPDIR, mapped and touched
//   stacks            AMOUNT threads (50) that have touched 1 MB of their stacks
//   assemblies        AMOUNT dynamic assemblies (2000) with a type each
//   wrappers          AMOUNT SafeHandles (150) with 1 MB of native memory each
//   wrappers-dropped  the same, none of them referred to, and no collection yet
//   garbage           AMOUNT MB (300) of objects in gen2 that nothing refers to, and no collection since
//   pinned            AMOUNT pinned arrays (1000) of 4 KB with 200 KB of free space between each
//   kept              AMOUNT MB (300) of objects, collected, whose memory the GC keeps: all of it with DOTNET_gcServer=1 and
//                     DOTNET_GCDynamicAdaptationMode=0; with DATAS (1) some of it goes back to the system in the next seconds
//   idle              nothing
//
// It says what it knows in lines of JSON, each of a "kind"; the command grow says what may have changed since again.
using System.Globalization;

var mode = args.Length > 0 ? args[0] : "idle";
var amount = args.Length > 1 && int.TryParse(args[1], CultureInfo.InvariantCulture, out var given) ? given : 0;
Known.SayResident("before");
switch (mode)
{
    case "malloc":
        CLibraryMemory.Allocate(Or(200));
        break;
    case "malloc-elsewhere":
        CLibraryMemory.BlockHeap();
        CLibraryMemory.Allocate(Or(200));
        break;
    case "malloc-freed":
        CLibraryMemory.AllocateAndFree(Or(200));
        break;
    case "arenas":
        CLibraryMemory.AllocateOnThreads(Or(60));
        break;
    case "mmap":
        MappedMemory.Map(Or(100));
        break;
    case "stacks":
        StackMemory.Start(Or(50));
        break;
    case "assemblies":
        MadeAssemblies.Make(Or(2000));
        break;
    case "wrappers":
        Wrappers.Make(Or(150), isKept: true);
        break;
    case "wrappers-dropped":
        Wrappers.Make(Or(150), isKept: false);
        break;
    case "garbage":
        ManagedMemory.LeaveGarbage(Or(300));
        break;
    case "pinned":
        ManagedMemory.Fragment(Or(1000));
        break;
    case "kept":
        ManagedMemory.Empty(Or(300));
        break;
}

SayAll();
TargetConsole.Serve(args, SayAll);

int Or(int usual) => amount > 0 ? amount : usual;

static int SayAll()
{
    Known.SayHeap();
    Known.SayMalloc();
    Known.SayResident("after");
    return 0;
}
