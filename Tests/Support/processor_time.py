"""Processor time of a process. Unlike elapsed time it does not depend on what else the machine does, or on its disk."""

import os
import select
import signal


def processor_time(process):
    """In seconds, also after its end, until it is waited for."""
    with open(f"/proc/{process.pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def processor_time_to_stop(process, number=signal.SIGTERM):
    """What it used from the signal to its end. Fails if it is still running after 20 seconds."""
    before = processor_time(process)
    end = os.pidfd_open(process.pid)
    try:
        signal.pidfd_send_signal(end, number)
        assert select.select([end], [], [], 20)[0], "still running"
    finally:
        os.close(end)
    return processor_time(process) - before
