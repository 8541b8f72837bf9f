"""Several workers on one mirror, and a service that holds requests until a test has seen what it waits for."""

import re
import signal
import threading
import time

import psycopg
from generated_service import GeneratedService

from support.content import connect
from support.mirror import Mirror
from support.workers import holder, wait_for

LEASE = "interval '4 s'"


class HeldService(GeneratedService):
    def __init__(self, directories, users):
        self.arrived = []
        self.gates = {}
        super().__init__(directories, users)

    def hold(self, beginning):
        """Requests whose target begins so wait until `release`."""
        self.gates[beginning] = threading.Event()

    def release(self, beginning):
        self.gates[beginning].set()

    def answer(self, target):
        self.arrived.append((time.monotonic(), target))
        for beginning, gate in self.gates.items():
            if target.startswith(beginning):
                gate.wait(60)
        return super().answer(target)

    def times(self, *words):
        """When the requests arrived whose target has these words."""
        return sorted(at for at, target in self.arrived if all(word in target for word in words))


class Team:
    """Its workers have not listed anything yet, because the list of directories is held."""

    LIST = "/directories?"

    def __init__(self, server, directories, users, workers, *options, paced=False):
        self.service = HeldService(directories, users)
        self.service.hold(self.LIST)
        self.mirror = Mirror(server.database(), self.service)
        self.connection = connect(self.mirror.path)
        self.processes = []
        for _ in range(workers):
            self.start(self.mirror, *options, paced=paced)
        if workers:
            self.settle()

    def start(self, mirror, *options, **settings):
        own = ("--watch", "--poll", 0.2, "--memberships", "groups")
        self.processes.append(mirror.start(*own, *options, **settings))
        return self.processes[-1]

    def query(self, sql):
        try:
            return [tuple(row) for row in self.connection.execute(sql)]
        except psycopg.errors.UndefinedTable:
            return []

    def settle(self):
        """Each worker knows of all the others."""
        count = "SELECT count(*), clock_timestamp()::text FROM mirror_workers"

        def are_there():
            assert all(process.poll() is None for process in self.processes), [
                process.communicate() for process in self.processes if process.poll() is not None
            ]
            return [row[0] for row in self.query(count)] == [len(self.processes)]

        wait_for(are_there)
        mark = self.query(count)[0][1]
        old = f"SELECT 1 FROM mirror_workers WHERE expires_at < '{mark}'::timestamptz + {LEASE}"
        wait_for(lambda: self.query(old) == [])

    def leases(self):
        """The directories that each living worker lists."""
        rows = self.query(
            "SELECT w.name, l.directory_id FROM mirror_workers w LEFT JOIN staging_directory_listings l "
            "ON l.worker = w.number AND l.finished_at IS NULL WHERE w.expires_at > clock_timestamp()"
        )
        leases = {}
        for name, directory in rows:
            own = leases.setdefault(int(re.search(r"process (\d+)$", name)[1]), set())
            own |= {directory} - {None}
        return leases

    def process(self, *, leads):
        leader = holder(self.mirror)
        return next(process for process in self.processes if (process.pid == leader) == leads)

    def end(self, process):
        """Returns what it wrote."""
        self.processes.remove(process)
        process.terminate()
        return process.communicate(timeout=30)[0]

    def close(self):
        for gate in self.service.gates.values():
            gate.set()
        for process in self.processes:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.communicate()
        self.connection.close()
        self.service.close()
