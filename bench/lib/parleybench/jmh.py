"""What is kept of JMH's own results: no paths, and of each benchmark its figure and its bytes."""


def kept(benchmark):
    time = benchmark["primaryMetric"]
    return {
        "benchmark": ".".join(benchmark["benchmark"].split(".")[-2:]),
        "params": benchmark.get("params", {}),
        "jvm": benchmark["vmVersion"],
        "forks": benchmark["forks"],
        "iterations": benchmark["measurementIterations"],
        "score": time["score"],
        "error": time["scoreError"] if isinstance(time["scoreError"], float) else None,
        "unit": time["scoreUnit"],
        "bytes": benchmark["secondaryMetrics"]["gc.alloc.rate.norm"]["score"],
    }
