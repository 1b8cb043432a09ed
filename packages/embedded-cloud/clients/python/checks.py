"""Reports each operation of a client as one line of JSON, with the difference from what the program expects."""

import json
import time
import traceback
from contextlib import contextmanager


class Checks:
    """The checks of one client; `failed` tells whether one of them failed."""

    failed = False

    def __init__(self, client, version):
        self.client = client
        self.version = version

    @contextmanager
    def check(self, *operations):
        """Reports the operations as answered as expected, unless the block raises an error."""
        answer = {"ok": True}
        try:
            yield
        except Exception as error:  # the runner shows it with the operation
            Checks.failed = True
            where = traceback.extract_tb(error.__traceback__)[1:2] or traceback.extract_tb(error.__traceback__)
            place = f"{where[0].filename.rsplit('/', 1)[-1]}:{where[0].lineno}"
            answer = {"ok": False, "error": f"{place}: {type(error).__name__}: {error}"[:1000]}
        for operation in operations:
            line = {"client": self.client, "version": self.version, "operation": operation, **answer}
            print(json.dumps(line), flush=True)


def equal(actual, expected):
    """Raises an error that shows both values, unless they are equal."""
    if actual != expected:
        raise AssertionError(f"{actual!r} instead of {expected!r}")


@contextmanager
def refused(code, error=Exception):
    """Raises an error, unless the block raises a client error with this code."""
    try:
        yield
    except error as raised:
        actual = getattr(raised, "response", {}).get("Error", {}).get("Code", type(raised).__name__)
        equal(actual, code)
    else:
        raise AssertionError(f"no error, instead of {code}")


def until(condition, seconds=240):
    """Waits until the condition returns a true value, and returns it."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not true within {seconds} s")
        time.sleep(0.2)
