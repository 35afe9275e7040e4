"""Run a command and measure the whole of it: wall seconds and peak resident memory.

    python -S benchmarks/launch.py OUT.json TIMEOUT COMMAND …

It is a process of its own, and a small one, because a child's ``ru_maxrss`` starts at its parent's.
"""

import json
import os
import pathlib
import signal
import sys
import time


def main(out, timeout, command):
    clock = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=_quiet(), setpgroup=0)

    def end(_signal, _frame):
        os.killpg(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, timeout)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - clock
    signal.setitimer(signal.ITIMER_REAL, 0)
    code = os.waitstatus_to_exitcode(status)
    result = {"seconds": seconds, "peak_mb": usage.ru_maxrss / 1024, "code": code}
    pathlib.Path(out).write_text(json.dumps(result))


def _quiet():
    return [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
