"""The runners run for the whole session: each performs all rows."""

import sys

import languages
import pytest

sys.setrecursionlimit(20_000)  # for comparing values nested 500 deep


class Runners:
    def __init__(self, commands):
        self._commands, self._running = commands, {}

    def perform(self, language, command):
        runner = self._running.get(language)
        if not runner or not runner.is_running:
            runner = self._running[language] = languages.Runner(self._commands[language])
        return runner.perform(command)

    def close(self):
        for runner in self._running.values():
            runner.close()


@pytest.fixture(scope="session")
def runners(tmp_path_factory):
    runners = Runners(languages.compile_runners(tmp_path_factory.mktemp("runners")))
    yield runners
    runners.close()
