"""Starts one program, waits for it and for all it started, and prints four figures.

Wall seconds until the program itself ended, processor seconds of all, processor seconds of the program alone, and MB of
the largest of them. On Linux orphans (the workers of a pool are children of a server that nobody waits for) come to the
nearest "subreaper", which is this process; elsewhere they are not counted.
"""

import contextlib
import ctypes
import os
import resource
import sys
import time

_KILOBYTES = 1024 * 1024 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in, per MB
_SET_CHILD_SUBREAPER = 36  # prctl(2)

if __name__ == "__main__":
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    begin = time.perf_counter()
    child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1)])
    _, status, alone = os.wait4(child, 0)
    wall = time.perf_counter() - begin
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(wall, used.ru_utime + used.ru_stime, alone.ru_utime + alone.ru_stime, used.ru_maxrss / _KILOBYTES)
    sys.exit(os.waitstatus_to_exitcode(status))
