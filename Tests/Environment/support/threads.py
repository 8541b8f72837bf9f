"""Runs a function in another thread and returns its result or raises its exception."""

import threading


class Task:
    """Starts at once; `result` waits for it."""

    def __init__(self, function, *arguments, stack_size=0):
        self._function, self._arguments = function, arguments
        self._value, self._problem = None, None
        before = threading.stack_size(stack_size)
        try:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()
        finally:
            threading.stack_size(before)

    def _run(self):
        try:
            self._value = self._function(*self._arguments)
        except BaseException as problem:
            self._problem = problem

    @property
    def is_running(self):
        return self._thread.is_alive()

    def result(self, patience=30.0):
        self._thread.join(patience)
        assert not self._thread.is_alive(), f"still running after {patience} s"
        if self._problem:
            raise self._problem
        return self._value


def together(count, function):
    """The results of function(0), function(1), ..., run concurrently."""
    tasks = [Task(function, number) for number in range(count)]
    return [task.result(60) for task in tasks]
