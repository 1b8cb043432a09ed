"""Runs commands of the AWS CLI: the CLI is imported once, and each command runs in a process of its own."""

import json
import os
import signal
import sys
import time

from awscli import __version__
from awscli.clidriver import AWSCLIEntryPoint

os.environ.update(AWS_PAGER="", AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)

failed = False


def check(operations, work):
    """Reports the operations as answered as expected, unless `work` raises an error."""
    global failed
    answer = {"ok": True}
    try:
        work()
    except Exception as error:
        failed = True
        answer = {"ok": False, "error": f"{type(error).__name__}: {error}"[:1000]}
    for operation in operations.split(", "):
        line = {"client": "AWS CLI", "version": __version__, "operation": operation, **answer}
        print(json.dumps(line), flush=True)


def equal(actual, expected):
    """Raises an error that shows both values, unless they are equal."""
    if actual != expected:
        raise AssertionError(f"{actual!r} instead of {expected!r}")


def aws(*arguments):
    """The output of a command as JSON; raises an error with its text if the command fails."""
    output = text(*arguments)
    return json.loads(output) if output.strip() else None


def text(*arguments, code=0):
    """What a command prints. `code` is its exit code; if it is not 0, the text is the error's."""
    child, stream = start(arguments)
    with stream:
        output = stream.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status != code:
        raise AssertionError(f"exit code {status} instead of {code}: {output}")
    return output


def follow(word, *arguments):
    """Runs a command until it prints a line with the word, at most four minutes; returns the line."""
    child, stream = start(arguments)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(240)
    with stream:
        found = next((line for line in stream if word in line), None)
        os.kill(child, signal.SIGKILL)
    signal.alarm(0)
    os.waitpid(child, 0)
    if found is None:
        raise AssertionError(f"no line with {word}")
    return found


def start(arguments):
    reader, writer = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        command = [*arguments, "--endpoint-url", os.environ["AWS_ENDPOINT_URL"]]
        code = 1
        try:
            code = AWSCLIEntryPoint().main(command)
            sys.stdout.flush()
        finally:
            os._exit(code)
    os.close(writer)
    return child, os.fdopen(reader)


def until(condition, seconds=240):
    """Waits until the condition returns a true value, and returns it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.2)
    raise AssertionError(f"not true within {seconds} s")
