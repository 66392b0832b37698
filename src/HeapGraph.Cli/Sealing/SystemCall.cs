using System.Runtime.InteropServices;

namespace HeapGraph.Cli.Sealing;

/// <summary>Numbers of system calls, by processor (asm/unistd.h).</summary>
internal static class SystemCall
{
    private const int None = -1;   // what a processor does not have

    public static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>How seccomp names the processor (linux/audit.h).</summary>
    public static readonly uint Processor = IsArm ? 0xC000_00B7 : 0xC000_003E;

    // Those that take a path.
    public static readonly int Open = Of(2, None), OpenAt = Of(257, 56);
    public static readonly int Stat = Of(4, None), LinkStat = Of(6, None), StatAt = Of(262, 79), StatX = Of(332, 291);
    public static readonly int Access = Of(21, None), AccessAt = Of(269, 48), ReadLink = Of(89, None), ReadLinkAt = Of(267, 78);
    public static readonly int LinkAt = Of(265, 37), Rename = Of(82, None), RenameAt = Of(264, 38), RenameAt2 = Of(316, 276);
    public static readonly int Unlink = Of(87, None), UnlinkAt = Of(263, 35);

    // Those that are allowed with some arguments only.
    public static readonly int Clone = Of(56, 220), FileControl = Of(72, 25), DeviceControl = Of(16, 29), ProcessControl = Of(157, 167);
    public static readonly int Kill = Of(62, 129), KillThread = Of(234, 131), Limits = Of(302, 261), SendMessage = Of(46, 211);

    // Those that are answered with success and not done: a thread's priority, and which processors it is for.
    public static readonly int SetScheduler = Of(144, 119), SetSchedulerParameters = Of(142, 118), SetAffinity = Of(203, 122);

    public static readonly int Filter = Of(317, 277);

    /// <summary>Those that open, name or delete files.</summary>
    public static readonly int[] OnFiles = [Open, OpenAt, LinkAt, Rename, RenameAt, RenameAt2, Unlink, UnlinkAt];

    /// <summary>Those that look at files, but for two.</summary>
    public static readonly int[] Looking = [Stat, LinkStat, Access, AccessAt, ReadLink, ReadLinkAt];

    /// <summary>Those that are answered with success and not done.</summary>
    public static readonly int[] Pretended = [SetScheduler, SetSchedulerParameters, SetAffinity];

    /// <summary>What a program may always do that only computes, and reads and writes what is open: memory, threads, its own signals, time.</summary>
    public static readonly int[] Harmless =
    [
        // read, write, close, lseek, pread64, pwrite64, readv, writev, preadv, pwritev, preadv2, pwritev2
        Of(0, 63), Of(1, 64), Of(3, 57), Of(8, 62), Of(17, 67), Of(18, 68), Of(19, 65), Of(20, 66), Of(295, 69), Of(296, 70), Of(327, 286), Of(328, 287),
        // fstat, fstatfs, ftruncate, fallocate, fsync, fdatasync, fadvise64, flock, sync_file_range, getdents64, getcwd, statfs
        Of(5, 80), Of(138, 44), Of(77, 46), Of(285, 47), Of(74, 82), Of(75, 83), Of(221, 223), Of(73, 32), Of(277, 84), Of(217, 61), Of(79, 17), Of(137, 43),
        // mmap, mprotect, munmap, mremap, madvise, brk, msync, mincore, mlock, munlock, membarrier, memfd_create, get_mempolicy, mbind
        Of(9, 222), Of(10, 226), Of(11, 215), Of(25, 216), Of(28, 233), Of(12, 214), Of(26, 227), Of(27, 232), Of(149, 228), Of(150, 229), Of(324, 283), Of(319, 279),
        Of(239, 236), Of(237, 235),
        // poll, ppoll, select, pselect6, epoll_create1, epoll_ctl, epoll_wait, epoll_pwait, eventfd2, pipe2, dup, dup2, dup3
        Of(7, None), Of(271, 73), Of(23, None), Of(270, 72), Of(291, 20), Of(233, 21), Of(232, None), Of(281, 22), Of(290, 19), Of(293, 59), Of(32, 23), Of(33, None), Of(292, 24),
        // futex, set_robust_list, rseq, set_tid_address, exit, exit_group, sched_yield, sched_getaffinity, sched_getparam, sched_getscheduler,
        // sched_get_priority_max, sched_get_priority_min, getcpu, restart_syscall
        Of(202, 98), Of(273, 99), Of(334, 293), Of(218, 96), Of(60, 93), Of(231, 94), Of(24, 124), Of(204, 123), Of(143, 121), Of(145, 120),
        Of(146, 125), Of(147, 126), Of(309, 168), Of(219, 128),
        // rt_sigaction, rt_sigprocmask, rt_sigreturn, rt_sigpending, rt_sigtimedwait, rt_sigsuspend, sigaltstack, pause
        Of(13, 134), Of(14, 135), Of(15, 139), Of(127, 136), Of(128, 137), Of(130, 133), Of(131, 132), Of(34, None),
        // clock_gettime, clock_getres, clock_nanosleep, nanosleep, gettimeofday, time, times
        Of(228, 113), Of(229, 114), Of(230, 115), Of(35, 101), Of(96, 169), Of(201, None), Of(100, 153),
        // getpid, getppid, gettid, getuid, geteuid, getgid, getegid, getresuid, getresgid, getgroups, getpgid, getpgrp, getsid, getpriority
        Of(39, 172), Of(110, 173), Of(186, 178), Of(102, 174), Of(107, 175), Of(104, 176), Of(108, 177), Of(118, 148), Of(120, 150), Of(115, 158), Of(121, 155), Of(111, None),
        Of(124, 156), Of(140, 141),
        // setresuid, setresgid, setgroups, by which root becomes nobody: of others the kernel asks a capability
        Of(117, 147), Of(119, 149), Of(116, 159),
        // getrlimit, getrusage, sysinfo, uname, getrandom, arch_prctl, wait4, waitid
        Of(97, 163), Of(98, 165), Of(99, 179), Of(63, 160), Of(318, 278), Of(158, None), Of(61, 260), Of(247, 95),
    ];

    private static int Of(int x64, int arm) => IsArm ? arm : x64;
}
