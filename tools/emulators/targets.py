"""The emulators: how each starts, and where it keeps its state."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = os.path.abspath("../..")


class Target:
    """A running emulator in a new process group, with an empty folder for its state."""

    def __init__(self, name, cache, environment=None, limits=True):
        self.name, self.cache, self.extra, self.limits = name, cache, environment or {}, limits
        self.state = os.path.join(cache, "state", name)
        self.process = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{self.port}"

    def command(self):
        port, state, folder = str(self.port), self.state, os.path.join(self.cache, self.name, "bin")
        path = {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": state}
        return {
            "embedded-cloud": (
                ["node", "packages/embedded-cloud/bin/embedded-cloud.js", "packages/embedded-cloud/clients/app"]
                + ["--state", state, "--port", port] + ([] if self.limits else ["--no-limits"]),
                {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]},
            ),
            "moto": ([f"{folder}/moto_server", "-H", "127.0.0.1", "-p", port], path),
            "ministack": (
                [f"{folder}/ministack"],
                {**path, "GATEWAY_PORT": port, "PERSIST_STATE": "1", "STATE_DIR": f"{state}/state"}
                | {"S3_PERSIST": "1", "S3_DATA_DIR": f"{state}/s3", "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"},
            ),
            "localstack": (
                [f"{folder}/python", "-m", "localstack.runtime.main"],
                {**path, "GATEWAY_LISTEN": f"127.0.0.1:{port}", "FILESYSTEM_ROOT": state, "PERSISTENCE": "1"}
                | {"DISABLE_EVENTS": "1", "SKIP_SSL_CERT_DOWNLOAD": "1"},
            ),
        }[self.name]

    def exists(self):
        return self.name == "embedded-cloud" or os.path.isdir(os.path.join(self.cache, self.name))

    def start(self, empty=True):
        """Starts it; returns the seconds until SQS answers a call."""
        if empty:
            shutil.rmtree(self.state, ignore_errors=True)
        os.makedirs(self.state, exist_ok=True)
        arguments, environment = self.command()
        log = open(os.path.join(self.state, "log.txt"), "ab")
        began = time.monotonic()
        settings = {"cwd": ROOT, "env": {**environment, **self.extra}, "stdout": log, "stderr": log}
        self.process = subprocess.Popen(arguments, start_new_session=True, **settings)
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > 120:
                raise RuntimeError(f"{self.name} did not start; see .playhead/emulators/state/{self.name}/log.txt")
            time.sleep(0.02)
        return time.monotonic() - began

    def answers(self):
        headers = {
            "Authorization": "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0",
            "X-Amz-Target": "AmazonSQS.ListQueues",
            "Content-Type": "application/x-amz-json-1.0",
        }
        try:
            request = urllib.request.Request(self.endpoint + "/", b"{}", headers)
            return urllib.request.urlopen(request, timeout=30).status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self):
        """Ends it as Ctrl-C does, and what it started."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def memory(self):
        """Resident memory of the process and all that it started, in MB."""
        processes = subprocess.run(["ps", "-e", "-o", "sess=,rss="], capture_output=True, text=True).stdout.splitlines()
        own = [int(rss) for session, rss in map(str.split, processes) if int(session) == self.process.pid]
        return sum(own) / 1024
