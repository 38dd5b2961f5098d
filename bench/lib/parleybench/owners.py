"""Whose a sample is: see "Whose a sample is" in bench/README.md for the rule."""

import collections
import functools
import re

# In this order: the first that fits the beginning of a frame. Frames that fit none belong to who called them.
RULES = [
    (owner, re.compile(pattern))
    for owner, pattern in (
        # sockets: Java's channels and selectors, and the system calls where Java's frame is missing
        ("kernel, network", r"sun/nio/ch/|java/nio/channels/|java/net/"),
        ("kernel, network", r"epoll_|__GI_epoll|\w*(readv|writev|_write|_read)$"),
        # threads: who waits, who is woken, and the queues of the pools
        ("thread hand-over", r"java/util/concurrent/(\w*Executor|ForkJoin|\w*BlockingQueue|SynchronousQueue|FutureTask)"),
        ("thread hand-over", r"java/util/concurrent/locks/LockSupport|jdk/internal/misc/Unsafe\.(un)?park"),
        ("thread hand-over", r"java/util/concurrent/locks/AbstractQueuedSynchronizer(\$Cond|\.(acquire|signalN))"),
        ("thread hand-over", r"java/lang/(Object\.(wait|notify)|VirtualThread)|jdk/internal/vm/Continuation"),
        ("thread hand-over", r"\w*(pthread_(cond|mutex)|futex|Unsafe_(Unp|P)ark)|Parker|ObjectMonitor|ObjectSynchronizer"),
        ("thread hand-over", r"org/eclipse/jetty/util/thread/(?!AutoLock)|com/ibm/ws/threading/"),
        # the container; a lock that is free belongs to who takes it
        ("container: WebSocket", r"org/eclipse/jetty/(\w+/)*websocket/|com/ibm/ws/wsoc/"),
        ("container: WebSocket", r"org/apache/tomcat/websocket/|jakarta/websocket/"),
        ("container: HTTP", r"org/eclipse/jetty/(http|server|session|security|ee10)/|jakarta/servlet/"),
        ("container: HTTP", r"com/ibm/ws/(http|webcontainer|genericbnf|session|transport)|com/ibm/wsspi/http/"),
        ("container: HTTP", r"org/apache/(catalina|coyote)/"),
        ("container: rest", r"org/eclipse/jetty/(?!util/thread/)|com/ibm/|io/openliberty/|org/apache/"),
        # ours
        ("JSON library", r"org/eclipse/(parsson|yasson)/|jakarta/json/|org/msgpack/"),
        ("the application", r"io/parley/apps/|floor/"),
        ("Parley: transport", r"io/parley/transport/"),
        ("Parley: engine", r"io/parley/engine/"),
        ("Parley: packet", r"io/parley/packet/"),
        ("Parley: API", r"io/parley/\w+(\$|\.)"),
        ("Parley: adapter", r"io/parley/adapter/"),
        ("Parley: kernel", r"io/parley/kernel/"),
        ("Parley: rest", r"io/parley/"),
    )
]
GARBAGE, COMPILER, REST = "JVM: collector", "JVM: compiler", "rest"
OWNERS = list(dict.fromkeys(owner for owner, _ in RULES)) + [GARBAGE, COMPILER, REST]

Site = collections.namedtuple("Site", "owner frame caller kind")


@functools.cache
def of_frame(frame):
    return next((owner for owner, pattern in RULES if pattern.match(frame)), None)


@functools.cache
def is_java(frame):
    return "/" in frame and "." in frame


def site(stack, event):
    """Where a sample belongs, as a key to add up by; kind: what was allocated."""
    frames, kind = (stack[:-1], plain(stack[-1])) if event == "alloc" else (stack, "")
    if not any(map(is_java, frames)):
        return Site(of_the_jvm(frames), "", "", kind)
    for position in range(len(frames) - 1, -1, -1):
        owner = of_frame(frames[position])
        if owner:
            return Site(owner, *method_and_caller(frames[: position + 1]), kind)
    return Site(REST, *method_and_caller(frames), kind)


def of_the_jvm(frames):
    text = ";".join(frames)
    if re.search(r"Compile|C2|C1_|PhaseChaitin", text):
        return COMPILER
    return GARBAGE if re.search(r"G1|GC|Collect|WorkerThread|WorkGang|GangWorker|Refine", text) else REST


def method_and_caller(frames):
    """The innermost method of Java, and the innermost one of Parley that led to it, if that is another."""
    last = next(position for position in range(len(frames) - 1, -1, -1) if is_java(frames[position]))
    caller = next((frame for frame in reversed(frames[:last]) if frame.startswith("io/parley/")), "")
    return plain(frames[last]), plain(caller) if caller != frames[last] else ""


@functools.cache
def plain(frame):
    """Class and method without the package, and without what differs from run to run."""
    name = re.sub(r"\$\$Lambda[^.]*(\.0x\w+|/0x\w+)?", "$λ", frame)
    name = re.sub(r"lambda\$(\w+)\$\d+", r"\1 λ", name)
    name = re.sub(r"_\[\w\]$", "", name)
    return name.rpartition("/")[2] if "/" in name else name.rpartition(".")[2]


def sorted_out(stacks, event):
    """The weight of each site."""
    sites = collections.Counter()
    for stack, weight in stacks:
        sites[site(stack, event)] += weight
    return sites


def totals(sites):
    """The weight of each owner."""
    sums = collections.Counter()
    for where, weight in sites.items():
        sums[where.owner] += weight
    return sums
