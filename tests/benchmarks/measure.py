"""Run one command and say what it took: `python measure.py SECONDS COMMAND…`, a line of JSON out.

A small process of its own, because the system counts towards a process's peak memory what the one that started it
held at the time.
"""

from __future__ import annotations

import json
import os
import sys
from threading import Timer
from time import perf_counter

MEGABYTE = 1 << 20


def main(limit: float, command: list[str]) -> None:
    """Print the exit code, wall time and peak memory of a command; it is ended at the limit."""
    began = perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
    ending = Timer(limit, os.kill, (pid, 9))
    ending.start()
    _, status, usage = os.wait4(pid, 0)
    seconds = perf_counter() - began
    ending.cancel()
    unit = 1 if sys.platform == "darwin" else 1024
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps({"code": code, "seconds": seconds, "megabytes": usage.ru_maxrss * unit / MEGABYTE}))


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2:])
