"""Runs the load generator."""

import contextlib
import json
import pathlib
import subprocess
import tempfile
import time

from .servers import BENCH, BenchError, end_with_parent

SIOLOAD = BENCH / "load" / "sioload"
LONGEST_SECONDS = 600


def command(instance, args):
    return [str(SIOLOAD), *map(str, args), "--port", str(instance.port), "--pid", str(instance.pid)]


def run(instance, args):
    """One run to its end; what it printed, or {"failed": …} if it printed nothing."""
    with start(instance, args) as load:
        return load.result()


def run_in_cluster(emitting, receiving, other, args):
    """The same with the client that emits on one node and all others on another; the CPU of a further one counts, too."""
    return run(receiving, (*args, "--emit-port", emitting.port, "--pid", other.pid))


class Load:
    """A run of the generator beside others."""

    def __init__(self, instance, args):
        self._process = subprocess.Popen(
            command(instance, args),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent,
        )

    def result(self):
        try:
            out, err = self._process.communicate(timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            return {"failed": f"no result after {LONGEST_SECONDS} s"}
        if not out.strip():
            return {"failed": err.strip().splitlines()[-1] if err.strip() else "no result"}
        result = json.loads(out)
        del result["label"]
        return result

    def running(self):
        return self._process.poll() is None

    def kill(self):
        """At once, as a machine that loses its power: no goodbye to the server."""
        self._process.kill()
        self._process.wait()


@contextlib.contextmanager
def start(instance, args):
    load = Load(instance, args)
    try:
        yield load
    finally:
        load.kill()


@contextlib.contextmanager
def connected(instance, args):
    """A run of the generator; yields it and its number of connections as soon as all are up, when its warm-up begins."""
    with tempfile.TemporaryDirectory() as folder:
        ready = pathlib.Path(folder) / "ready"
        with start(instance, [*args, "--ready-file", ready]) as load:
            while not (ready.exists() and ready.read_text()):
                if not load.running():
                    raise BenchError(f"the load ended before its connections were up: {load.result()}")
                time.sleep(0.01)
            yield load, int(ready.read_text())


@contextlib.contextmanager
def crowd(instance, clients, hold, *args, connect_timeout=120):
    """Idle connections for as long as the block runs, up to hold seconds; yields when all are there."""
    args = ["idle", "--clients", clients, "--hold", hold, *args, "--connect-timeout", connect_timeout, "--timeout", 30]
    with connected(instance, args) as (load, count):
        if count != clients:
            raise BenchError(f"only {count} of {clients} idle connections came up")
        yield load
