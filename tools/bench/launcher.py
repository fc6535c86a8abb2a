"""Starts one program, waits for it and for all it started, and prints four figures.

Wall seconds until the program itself ended, processor seconds of all, processor seconds of the program alone, and MB of
the largest of them. On Linux orphans (the workers of a pool are children of a server that nobody waits for) come to the
nearest "subreaper", which is this process; elsewhere they may be missing, and what was used alone is not known.
"""

import contextlib
import ctypes
import os
import resource
import sys
import time
from pathlib import Path

_KILOBYTES = 1024 * 1024 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in, per MB
_SET_CHILD_SUBREAPER = 36  # prctl(2)


def processor_of(child: int) -> float | None:
    """Return the processor seconds a child used itself, once it has ended; None where /proc does not tell."""
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)  # it has ended, and its figures are still there
    try:
        about = Path(f"/proc/{child}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    user, system = about.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    begin = time.perf_counter()
    child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1)])
    alone = processor_of(child)
    wall = time.perf_counter() - begin
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime
    print(wall, processor, processor if alone is None else alone, used.ru_maxrss / _KILOBYTES)
    sys.exit(os.waitstatus_to_exitcode(status))
