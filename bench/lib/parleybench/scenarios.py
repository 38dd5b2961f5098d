"""What is measured, with the parameters that docs/performance.md has always used."""

import dataclasses

from . import load


@dataclasses.dataclass(frozen=True)
class Scenario:
    """args: of the load generator; warm: its share of a server's warm-up, in seconds of a quick run."""

    key: str
    title: str
    args: str
    warm: float = 1

    def measure(self, instance, pace):
        return load.run(instance, (*self.args.split(), "--warmup", pace.warmup, "--time", pace.time))

    def warm_up(self, instance, pace):
        load.run(instance, (*self.args.split(), "--warmup", 0.1, "--time", self.warm * pace.warm))


class Connect(Scenario):
    """The number of connections is given, and how long that takes is found out."""

    def measure(self, instance, pace):
        return load.run(instance, (*self.args.split(), "--warmup", pace.warmup, "--hold", 0.2))

    def warm_up(self, instance, pace):
        load.run(instance, (*self.args.split(), "--warmup", self.warm * pace.warm, "--hold", 0))


class Idle(Scenario):
    """What connections cost that do nothing: heap and resident memory."""

    CLIENTS = 5000
    HOLD = 12

    def measure(self, instance, pace):
        heap, resident = instance.live_heap(), instance.resident_kb()
        with load.crowd(instance, self.CLIENTS, self.HOLD) as crowd:
            heap_with, resident_with = instance.live_heap(), instance.resident_kb()
            if not crowd.running():
                return {"failed": "the connections ended before the memory was read"}
            result = crowd.result()
        result["idle"] = {
            "heap_bytes": None if heap is None else round((heap_with - heap) / self.CLIENTS),
            "resident_bytes": round(1024 * (resident_with - resident) / self.CLIENTS),
        }
        return result

    def warm_up(self, instance, pace):
        pass


@dataclasses.dataclass(frozen=True)
class Pace:
    """Seconds: warmup and time of each run; warm: times a scenario's share of the warm-up of a server."""

    warmup: float
    time: float
    warm: float
    rounds: int


PACES = {"quick": Pace(warmup=0.6, time=1.5, warm=1, rounds=3), "thorough": Pace(warmup=3, time=6, warm=4, rounds=3)}

SCENARIOS = {
    scenario.key: scenario
    for scenario in (
        Scenario("echo1", "echo, 200 clients, 1 in flight", "echo --clients 200 --inflight 1 --payload 64", 2),
        Scenario("echo16", "echo, 50 clients, 16 in flight", "echo --clients 50 --inflight 16 --payload 64"),
        Scenario("cast", "broadcast to 1,000", "broadcast --clients 1000 --payload 128"),
        Scenario("cast50", "the same, 50 a second", "broadcast --clients 1000 --payload 128 --rate 50"),
        Scenario("room", "100 rooms of 10", "room --clients 1000 --rooms 100 --payload 128"),
        Connect("connect", "connect, WebSocket", "connect --clients 3000", 3),
        Connect("upgrade", "connect, polling then upgrade", "connect --clients 3000 --transport upgrade", 3),
        Scenario("poll", "echo, polling, 100 clients", "poll-echo --clients 100 --inflight 1 --payload 64", 4),
        Scenario("binary", "binary echo, 1 KB", "binary --clients 100 --inflight 1 --payload 1024", 1.5),
        Idle("idle", "idle WebSockets", "idle"),
    )
}
