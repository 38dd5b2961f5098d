"""Files of results: one JSON object a line, the first of which tells where and of what the others are."""

import datetime
import json
import os
import platform
import re
import subprocess

from .servers import BENCH, PROJECT, BenchError, jdk_home

RESULTS = BENCH / "results"


class Results:
    """A file that grows with each result, so that nothing is lost when a run is broken off."""

    def __init__(self, name, servers, **settings):
        now = datetime.datetime.now(datetime.timezone.utc)
        RESULTS.mkdir(exist_ok=True)
        self.path = RESULTS / f"{now:%Y-%m-%d-%H%M%S}-{name}.jsonl"
        self._file = self.path.open("x")
        self.add(type="header", name=name, date=f"{now:%Y-%m-%dT%H:%MZ}", **environment(servers), **settings)

    def add(self, **fields):
        self._file.write(json.dumps(fields) + "\n")
        self._file.flush()


def read(path):
    """The header and the list of all others."""
    try:
        with open(path) as file:
            lines = [json.loads(line) for line in file if line.strip()]
    except (OSError, ValueError) as failure:
        raise BenchError(f"{path}: {failure}") from failure
    if not lines or lines[0].get("type") != "header":
        raise BenchError(f"{path} does not begin with a header")
    return lines[0], lines[1:]


def environment(servers):
    releases = sorted({server.jdk for server in servers if server.jdk is not None})
    return {
        "revision": git("rev-parse", "--short=12", "HEAD"),
        "modified": bool(git("status", "--porcelain", "--", ".", ":!bench/results")),
        "cpus": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "kernel": platform.release(),
        "jvms": {str(release): jvm_version(release) for release in releases},
        "settings": {name: os.environ[name] for name in sorted(os.environ) if name.startswith(("JETTY_", "PARLEY_"))},
        "versions": versions(),
        "servers": {
            server.key: {"title": server.title, "jdk": server.jdk, "floor": server.floor} for server in servers
        },
    }


def git(*args):
    return subprocess.run(["git", *args], cwd=PROJECT, capture_output=True, text=True).stdout.strip()


def jvm_version(release):
    java = jdk_home(release) / "bin" / "java"
    lines = subprocess.run([java, "-version"], capture_output=True, text=True).stderr.splitlines()
    return re.sub(r".*\((?:build )?([^)]*)\).*", r"\1", next(line for line in lines if "Runtime" in line))


def versions():
    """Of the servers, from where they are pinned."""
    lock = json.loads((BENCH / "peers" / "node" / "package-lock.json").read_text())
    node = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    return {
        "parley": version_in(PROJECT / "pom.xml", "version"),
        "jetty": version_in(PROJECT / "pom.xml", "jetty-home.version"),
        "jetty of the floor": version_in(BENCH / "peers" / "floor" / "pom.xml", "jetty.version"),
        "open liberty": version_in(PROJECT / "pom.xml", "liberty.runtime.version"),
        "tomcat": version_after(BENCH / "peers" / "tomcat" / "pom.xml", "tomcat-embed-websocket"),
        "netty-socketio": version_after(BENCH / "peers" / "netty" / "pom.xml", "netty-socketio"),
        "socket.io": lock["packages"]["node_modules/socket.io"]["version"],
        "ws": lock["packages"]["node_modules/ws"]["version"],
        "node": node.lstrip("v"),
    }


def version_in(pom, tag):
    return re.search(rf"<{tag}>([^<]*)</{tag}>", pom.read_text()).group(1)


def version_after(pom, artifact):
    pattern = rf"<artifactId>{artifact}</artifactId>\s*<version>([^<]*)</version>"
    return re.search(pattern, pom.read_text()).group(1)
