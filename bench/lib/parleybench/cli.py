"""What the commands have in common."""

import argparse
import resource
import signal
import subprocess
import sys

from .servers import SERVERS, BenchError


def parser(description, default_servers):
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--servers", default=default_servers, help=f"with commas between, of: {', '.join(SERVERS)}")
    options.add_argument("--rounds", type=int, help="how often each is measured")
    options.add_argument("--name", help="the last part of the name of the file of results")
    options.add_argument("--port", type=int, default=3300, help="the first of the ports, one per server (3300)")
    options.add_argument("--java-opts", default="-Xmx2g", help="of all servers that are JVMs (-Xmx2g)")
    return options


def chosen(text, of, what):
    unknown = [key for key in text.split(",") if key not in of]
    if unknown:
        raise BenchError(f"no such {what}: {', '.join(unknown)}; there are: {', '.join(of)}")
    return [of[key] for key in text.split(",")]


def say(text, end="\n"):
    print(text, end=end, file=sys.stderr, flush=True)


def main(command):
    """Runs a command so that each way to end it leads through its finally blocks."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda caught, _: sys.exit(128 + caught))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        command()
    except BenchError as failure:
        sys.exit(f"{failure}")
    except subprocess.CalledProcessError as failure:
        sys.exit(f"{failure}\n{failure.stderr or ''}")
