"""The servers that can be measured, and how they are started and stopped."""

import contextlib
import ctypes
import dataclasses
import os
import pathlib
import re
import signal
import socket
import subprocess
import time

BENCH = pathlib.Path(__file__).resolve().parents[2]
PROJECT = BENCH.parent
LOGS = BENCH / "target" / "logs"
LOAD_APP = PROJECT / "tools" / "load-app"
START_SECONDS = 150
STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1


class BenchError(Exception):
    """Said to the user without a stack trace."""


@dataclasses.dataclass(frozen=True)
class Server:
    """One way to serve the load contract.

    jdk: the release that runs it; None: it is no JVM
    missing: scenarios that it cannot do, with the reason
    variants: more environment for single scenarios, which then run against a process of their own
    floor: the key of the server that shows what its container costs
    """

    key: str
    title: str
    command: tuple
    jdk: int | None = 17
    env: dict = dataclasses.field(default_factory=dict)
    missing: dict = dataclasses.field(default_factory=dict)
    variants: dict = dataclasses.field(default_factory=dict)
    floor: str | None = None


def peer(name):
    return (str(BENCH / "peers" / name / "start"),)


def parley(key, title, container, **more):
    return Server(key, f"Parley on {title}", (str(LOAD_APP), container), **more)


def floor(key, title, name="floor", **more):
    missing = {"upgrade": "the bare endpoint does not upgrade"}
    return Server(key, f"bare endpoint, {title}", peer(name), missing=missing, **more)


NON_BLOCKING = {"LOAD_NON_BLOCKING": "true"}
CORE = {"JETTY_CORE": "1"}
VIRTUAL = {"JETTY_MODULES": "threadpool-virtual"}
POOL_HANDLERS = {"PARLEY_HANDLERS": "pool"}
VIRTUAL_HANDLERS = {"PARLEY_HANDLERS": "virtual"}
LOAD_WAR = {"WAR": str(PROJECT / "target" / "load-app.war")}

SERVERS = {
    server.key: server
    for server in (
        parley("jetty", "Jetty", "jetty", floor="floor"),
        parley("jettynb", "Jetty, non-blocking handlers", "jetty", env=NON_BLOCKING, floor="floor"),
        parley("jettycore", "Jetty's core", "jetty", env=CORE, floor="floor"),
        parley("jettycorenb", "Jetty's core, non-blocking handlers", "jetty", env=CORE | NON_BLOCKING, floor="floor"),
        floor("floor", "embedded Jetty"),
        Server("node", "socket.io on Node", peer("node"), jdk=None),
        Server("netty", "netty-socketio", peer("netty"), variants={"binary": {"BINARY": "1"}}),
        floor("jetty-floor", "WAR on Jetty", "liberty-floor", env={"CONTAINER": "jetty"}),
        parley("jetty25", "Jetty", "jetty", jdk=25, floor="floor25"),
        floor("floor25", "embedded Jetty", jdk=25),
        parley("jetty25ph", "Jetty, handlers on a pool", "jetty", jdk=25, env=POOL_HANDLERS, floor="floor25"),
        parley("jetty25vh", "Jetty, handlers on virtual threads", "jetty", jdk=25, env=VIRTUAL_HANDLERS, floor="floor25"),
        parley("jetty25v", "Jetty, virtual threads", "jetty", jdk=25, env=VIRTUAL, floor="floor25v"),
        floor("floor25v", "embedded Jetty, virtual threads", jdk=25, env={"VIRTUAL": "1"}),
        parley("liberty", "Open Liberty", "liberty", floor="liberty-floor"),
        parley("libertynb", "Open Liberty, non-blocking handlers", "liberty", env=NON_BLOCKING, floor="liberty-floor"),
        floor("liberty-floor", "WAR on Open Liberty", "liberty-floor"),
        parley("liberty25", "Open Liberty", "liberty", jdk=25, floor="liberty-floor25"),
        floor("liberty-floor25", "WAR on Open Liberty", "liberty-floor", jdk=25),
        Server("tomcat", "Parley on Tomcat", peer("tomcat"), env=LOAD_WAR),
    )
}


def jdk_home(release):
    """The JDK of a release: JAVA17_HOME and the like, or what Debian has installed."""
    given = os.environ.get(f"JAVA{release}_HOME")
    if given:
        return pathlib.Path(given)
    for home in sorted(pathlib.Path("/usr/lib/jvm").glob(f"*-{release}-*")):
        if (home / "bin" / "jcmd").exists():
            return home
    raise BenchError(f"no JDK {release}: set JAVA{release}_HOME, or choose other servers with --servers")


def prepare(servers):
    """Builds all that the servers need, so that nothing is built while something is measured."""
    subprocess.run(["make", "-s", "-C", str(BENCH / "load")], check=True)
    for command, env in {(server.command, tuple(server.env.items())) for server in servers}:
        # Tomcat serves a WAR that load-app builds
        steps = [command] if command != peer("tomcat") else [(str(LOAD_APP), "jetty"), command]
        for step in steps:
            extra = {} if step[0] == str(LOAD_APP) else dict(env)
            done = subprocess.run(step, env={**os.environ, **extra, "PREPARE": "1"}, stdout=subprocess.DEVNULL)
            if done.returncode:
                raise BenchError(f"{os.path.relpath(step[0], PROJECT)} cannot be built")


@dataclasses.dataclass
class Instance:
    """A server that runs."""

    server: Server
    port: int
    process: subprocess.Popen

    @property
    def pid(self):
        return self.process.pid

    def alive(self):
        return self.process.poll() is None

    def resident_kb(self):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))

    def live_heap(self):
        """Bytes of the heap in use after a collection; None if it is no JVM."""
        if self.server.jdk is None:
            return None
        self._jcmd("GC.run")
        self._jcmd("GC.run")
        generations = re.findall(r"(?:heap|generation|Gen)\s+total.*used (\d+)K", self._jcmd("GC.heap_info"))
        return 1024 * sum(map(int, generations))

    def _jcmd(self, command):
        jcmd = jdk_home(self.server.jdk) / "bin" / "jcmd"
        done = subprocess.run([jcmd, str(self.pid), command], capture_output=True, text=True, timeout=60, check=True)
        return done.stdout


class Fleet(contextlib.AbstractContextManager):
    """Starts servers and stops all of them at the end, whatever the end is."""

    def __init__(self, servers, first_port, java_opts):
        self._next_port = first_port
        self._java_opts = java_opts
        self._instances = {}
        most = sum(1 + len(server.variants) for server in servers)
        for port in range(first_port, first_port + most):
            require_free(port)

    def instance(self, server, scenario=""):
        """The running server, or its variant for this scenario; started when it is first asked for."""
        variant = server.variants.get(scenario, {})
        key = (server.key, tuple(variant.items()))
        if key not in self._instances:
            self._instances[key] = self._start(server, variant)
        instance = self._instances[key]
        if not instance.alive():
            log = log_of(server, instance.port).relative_to(PROJECT)
            raise BenchError(f"{server.key} has ended, see {log}")
        return instance

    def _start(self, server, variant):
        port = self._next_port
        self._next_port += 1
        require_free(port)
        LOGS.mkdir(parents=True, exist_ok=True)
        with log_of(server, port).open("w") as log:
            process = subprocess.Popen(
                server.command,
                env=self._environment(server, variant, port),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        instance = Instance(server, port, process)
        try:
            await_listening(instance)
        except BaseException:
            stop(instance)
            raise
        return instance

    def _environment(self, server, variant, port):
        env = {**os.environ, **server.env, **variant, "PORT": str(port), "JAVA_OPTS": self._java_opts}
        env.pop("PIDFILE", None)
        env.pop("JAVA_HOME", None)
        if server.jdk is not None:
            env["JAVA_HOME"] = str(jdk_home(server.jdk))
        return env

    def __exit__(self, *failure):
        instances = list(self._instances.values())
        for instance in instances:
            instance.process.terminate()
        for instance in instances:
            stop(instance)


def log_of(server, port):
    return LOGS / f"{server.key}-{port}.log"


def await_listening(instance):
    log = log_of(instance.server, instance.port)
    end = time.monotonic() + START_SECONDS
    while "listening on" not in log.read_text():
        if not instance.alive() or time.monotonic() > end:
            tail = "\n".join(log.read_text().splitlines()[-5:])
            raise BenchError(f"{instance.server.key} does not start:\n{tail}")
        time.sleep(0.1)


def stop(instance):
    """Ends a server, by force if it does not want to, and waits until its port is free."""
    process = instance.process
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)
    end = time.monotonic() + STOP_SECONDS
    while answers(instance.port) and time.monotonic() < end:
        time.sleep(0.1)


def require_free(port):
    if answers(port):
        raise BenchError(f"port {port} is in use; choose another first one with --port")


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end_with_parent():
    """Runs in the child: the kernel ends it when the parent dies, even of a SIGKILL."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
