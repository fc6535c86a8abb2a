"""Starts one program, waits for it, and prints its wall time, its processor time and the most memory it held, in MB."""

import os
import resource
import sys
import time

_KILOBYTES = 1024 * 1024 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in, per MB

if __name__ == "__main__":
    nowhere = os.open(os.devnull, os.O_WRONLY)
    begin = time.perf_counter()
    child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1)])
    _, status = os.waitpid(child, 0)
    wall = time.perf_counter() - begin
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / _KILOBYTES)
    sys.exit(os.waitstatus_to_exitcode(status))
