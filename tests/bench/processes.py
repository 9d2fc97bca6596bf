"""The CPU time of a process and all that it started, from Linux's /proc."""

import os

TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def family(pid: int) -> list[int]:
    """The process, its children, theirs, and so on, as they are now."""
    children: dict[int, list[int]] = {}
    for name in filter(str.isdecimal, os.listdir("/proc")):
        fields = _fields(int(name))
        if fields:
            children.setdefault(int(fields[1]), []).append(int(name))
    found = [pid]
    for member in found:  # grows while it is walked
        found += children.get(member, [])
    return found


def cpu_seconds(pid: int) -> float:
    """What the family has used so far, in seconds; of members that ended, too.

    A worker that is replaced while it is measured leaves its time with its parent.
    """
    ticks = 0
    for member in family(pid):
        fields = _fields(member)
        if fields:
            # Its own user and system time, and that of its children that ended.
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICK


def _fields(pid: int) -> list[str]:
    """/proc/PID/stat after the command's name, which may hold anything; [] when it is gone."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []
