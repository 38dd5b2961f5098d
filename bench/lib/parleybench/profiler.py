"""Has async-profiler record what a server's JVM does."""

import contextlib
import os
import pathlib
import platform
import subprocess
import time
import zipfile

from .servers import BENCH, PROJECT, BenchError, end_with_parent, jdk_home

VERSION = "4.6"
LIBRARY = BENCH / "target" / "async-profiler" / f"libasyncProfiler-{VERSION}.so"
PROFILES = BENCH / "target" / "profiles"
ATTACHER = BENCH / "lib" / "Profile.java"
# frames that the JIT has inlined are told apart everywhere, not only at safepoints
JAVA_OPTS = "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints"
EVENTS = {"cpu": "event=ctimer,interval=1ms", "alloc": "event=alloc,alloc=128k"}


def prepare():
    """Fetches the profiler and takes the library for this machine out of its jar."""
    if LIBRARY.exists():
        return
    artifact = f"tools.profiler:async-profiler:{VERSION}"
    goal = ["dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={LIBRARY.parent}"]
    subprocess.run(["mvn", "-q", "-B", *goal], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    folder = {"x86_64": "linux-x64", "aarch64": "linux-arm64"}.get(platform.machine())
    if folder is None:
        raise BenchError(f"async-profiler has no library for {platform.machine()}")
    with zipfile.ZipFile(LIBRARY.with_name(f"async-profiler-{VERSION}.jar")) as jar:
        LIBRARY.write_bytes(jar.read(f"{folder}/libasyncProfiler.so"))


class Profiler:
    """Attached to a server; makes one recording, which lasts as long as the block that is given recording()."""

    def __init__(self, instance, event, path):
        self._instance = instance
        self.stacks = path.with_suffix(".collapsed")
        self.seconds = self.cpu_seconds = 0.0
        unit = ",total" if event == "alloc" else ""
        commands = (
            f"start,{EVENTS[event]}",
            "stop",
            f"dump,collapsed{unit},file={self.stacks}",
            f"dump,flamegraph{unit},file={path.with_suffix('.html')}",
        )
        java = jdk_home(instance.server.jdk) / "bin" / "java"
        self._process = subprocess.Popen(
            [java, ATTACHER, str(instance.pid), LIBRARY, *commands],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent,
        )

    def await_word(self, word):
        if self._process.stdout.readline().strip() != word:
            raise BenchError(f"cannot profile {self._instance.server.key}: {self._process.communicate()[1].strip()}")

    def go_on(self):
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    @contextlib.contextmanager
    def recording(self):
        self.go_on()
        self.await_word("started")
        begin, begin_cpu = time.monotonic(), cpu_seconds(self._instance.pid)
        yield
        self.seconds = time.monotonic() - begin
        self.cpu_seconds = cpu_seconds(self._instance.pid) - begin_cpu
        _, err = self._process.communicate("\n", timeout=60)
        if self._process.returncode:
            raise BenchError(f"the profiler failed: {err.strip()}")

    def end(self):
        self._process.kill()
        self._process.wait()


@contextlib.contextmanager
def attached(instance, event, path):
    """A profiler that is ready to record; its files are path with the endings .collapsed and .html."""
    profiler = Profiler(instance, event, path)
    try:
        profiler.await_word("ready")
        yield profiler
    finally:
        profiler.end()


def cpu_seconds(pid):
    """User and system time that a process has used so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read(path):
    """The stacks of a recording, each from the root to the leaf with its weight."""
    with path.open() as file:
        for line in file:
            stack, _, weight = line.rpartition(" ")
            yield stack.split(";"), int(weight)
