"""Measures the emulators and prints a table in Markdown; "npm run compare:emulators" runs it."""

import datetime
import os
import statistics
import subprocess
import sys

import probes
from targets import ROOT, Target

CACHE = sys.argv[1]
STARTS = 3
NAMES = sys.argv[2:] or ["embedded-cloud", "moto", "ministack", "localstack"]
# The documented settings that switch on permissions. moto counts calls: the one of the start, and two that create the user.
SETTINGS = {"moto": {"INITIAL_NO_AUTH_ACTION_COUNT": "3"}, "localstack": {"ENFORCE_IAM": "1"}}


def version(name):
    if name == "embedded-cloud":
        return subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    package = {"localstack": "localstack-core"}.get(name, name)
    shown = subprocess.run([f"{CACHE}/{name}/bin/pip", "show", package], capture_output=True, text=True).stdout
    return next(line.split(": ")[1] for line in shown.splitlines() if line.startswith("Version"))


def counted(found, all_of):
    missing = [one for one in all_of if one not in found]
    return f"{len(found)} of {len(all_of)}" + (f" (not {', '.join(missing)})" if missing else "")


def iam(name):
    if name == "embedded-cloud":
        return "roles of functions and services, always; no users"
    answers = {}
    for setting, environment in (("by default", {}), ("when switched on", SETTINGS.get(name))):
        if environment is None:
            continue  # it has no such setting
        target = Target(name, CACHE, environment)
        target.start()
        try:
            answers[setting] = {True: "refused", False: "allowed", None: "no users"}[probes.refuses_user(target)]
        finally:
            target.stop()
    return "; ".join(f"{setting} {answer}" for setting, answer in answers.items())


def measure(name):
    """The cells of a column, from top to bottom."""
    if not Target(name, CACHE).exists():
        return ["not measured: it could not be installed"] + [""] * 9
    starts = []
    for _ in range(STARTS):
        target = Target(name, CACHE, limits=False)
        starts.append(target.start())
        if len(starts) < STARTS:
            target.stop()
    idle = target.memory()
    missing = probes.create(target)
    seconds = probes.workload(target, missing)
    busy = target.memory()
    answered, spoken, sql = probes.services(target), probes.protocols(target), probes.runs_sql(target)
    target.stop()
    target.start(empty=False)
    kept = probes.kept(target)
    target.stop()
    return [
        version(name),
        f"{statistics.median(starts):.1f} s",
        f"{idle:.0f} MB",
        f"{busy:.0f} MB",
        f"{seconds:.1f} s" + (f" (without {', '.join(sorted(missing))})" if missing else ""),
        counted(answered, probes.READS),
        counted(spoken, [name for name, *_ in probes.PROTOCOLS] + ["HTTP/2 without TLS"]),
        "yes" if sql else "no",
        counted(kept, ("S3", "SQS", "DynamoDB", "Kinesis")),
        iam(name),
    ]


ROWS = [
    "version",
    f"start to the first answer, median of {STARTS}",
    "resident memory, idle",
    "resident memory after the workload",
    "time of the workload",
    "services of this package, a read-only operation answered",
    "protocols answered",
    "Athena computes SELECT 40 + 2",
    "state kept over a restart",
    "call of an identity without permissions",
]

columns = []
for one in NAMES:
    print(f"measuring {one}", file=sys.stderr)
    try:
        columns.append(measure(one))
    except RuntimeError as error:
        columns.append([f"not measured: {error}"] + [""] * (len(ROWS) - 1))
lines = [["", *NAMES], ["---"] * (len(NAMES) + 1), *([row, *cells] for row, *cells in zip(ROWS, *columns))]
print(f"Measured on {datetime.date.today()}, {os.cpu_count()} cores.\n")
for line in lines:
    print("| " + " | ".join(line) + " |")
