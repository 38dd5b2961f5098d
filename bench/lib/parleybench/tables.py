"""Markdown tables of a file of results."""

from statistics import median

from .owners import COMPILER, OWNERS
from .scenarios import SCENARIOS

NOTHING = "–"


def markdown(header, lines):
    runs = [line for line in lines if line["type"] == "run"]
    growth = [line for line in lines if line["type"] == "growth"]
    benchmarks = [line for line in lines if line["type"] == "jmh"]
    profiles = [line for line in lines if line["type"] == "profile"]
    cluster = [line for line in lines if line["type"] == "cluster"]
    parts = [about(header, runs + growth + profiles + cluster)]
    if runs:
        parts += comparison(header, runs)
    if growth:
        parts += growth_tables(growth)
    if cluster:
        parts += cluster_tables(cluster)
    if benchmarks:
        parts.append(benchmark_table(benchmarks))
    if profiles:
        parts += profile_tables(header, profiles)
    return "\n\n".join(part for part in parts if part)


def about(header, lines):
    versions = ", ".join(f"{name} {version}" for name, version in header["versions"].items())
    jvms = ", ".join(f"JDK {release}: {version}" for release, version in header["jvms"].items())
    changed = " with changes" if header["modified"] else ""
    machine = (
        f"{header['date']}, revision {header['revision']}{changed}, {header['cpus']} CPUs, {header['memory_gib']} GiB, "
        f"Linux {header['kernel']}; {jvms}"
    )
    machine += "".join(f", {name}={value}" for name, value in header.get("settings", {}).items())
    if not lines:
        return machine + "."
    rounds = f"{header['rounds']} rounds in turn"
    if lines[0]["type"] == "profile":
        what = f"Mean of {rounds}, {header['seconds']:g} s each."
    else:
        what = f"Median (least–most) of {rounds}; `*`: errors, see below."
    return (
        f"{machine}; {versions}. {what} "
        f"Other processes took up to {noise(header, lines):.0f} % of the machine."
    )


def noise(header, lines):
    """The most that was used by others than the server and the load generator, per cent."""
    shares = [0.0]
    for line in lines:
        result = line["result"]
        if result.get("seconds"):
            shares.append(result["machine"]["other_cpu_s"] / result["seconds"] / header["cpus"])
    return 100 * max(shares)


# ------------------------------------------------------------------ comparison of servers


def comparison(header, runs):
    cells = grouped(runs, "server", "scenario")
    scenarios = [key for key in SCENARIOS if any(scenario == key for _, scenario in cells)]
    busy = [key for key in scenarios if key != "idle"]
    tables = []
    if busy:
        tables = [
            "### Server CPU, µs per message (user and system)\n\n" + matrix(header, cells, busy, cpu),
            "### Messages per second, thousands\n\n" + matrix(header, cells, busy, rate),
            "### p99, ms (broadcast and rooms: the last receiver)\n\n" + matrix(header, cells, busy, p99),
            ratios(header, cells, busy),
        ]
    if "idle" in scenarios:
        tables.append(idle_table(header, cells))
    return tables + [failures(header, cells, scenarios)]


def grouped(lines, *keys):
    groups = {}
    for line in lines:
        groups.setdefault(tuple(line[key] for key in keys), []).append(line["result"])
    return groups


def cpu(result):
    return result["server"]["cpu_us_per_msg"]


def rate(result):
    return result["rate"] / 1000


def p99(result):
    return (result.get("last_us") or result["lat_us"])["p99"] / 1000


def title(header, key):
    server = header["servers"][key]
    return server["title"] + (f", JDK {server['jdk']}" if server["jdk"] else "")


def matrix(header, cells, scenarios, figure):
    rows = [["server", *scenarios]]
    for server in header["servers"]:
        rows.append([title(header, server), *(cell(cells.get((server, key)), figure) for key in scenarios)])
    return table(rows)


def cell(results, figure):
    if not results:
        return NOTHING
    star = " *" if any(error_count(result) for result in results) else ""
    values = [figure(result) for result in results if result.get("count")]
    return spread(values) + star if values else NOTHING + star


def spread(values):
    if len(values) == 1:
        return number(values[0])
    return f"**{number(median(values))}** ({number(min(values))}–{number(max(values))})"


def number(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def error_count(result):
    return 1 if "failed" in result else result["errors"]["total"]


def ratios(header, cells, scenarios):
    """Server CPU as a multiple of that of the floor and of the peers, round by round."""
    rows = [["CPU of", "divided by that of", *scenarios]]
    for server, facts in header["servers"].items():
        if facts["floor"]:
            others = [facts["floor"], "node", "netty"]
            present = [other for other in others if other in header["servers"]]
            rows += [ratio_row(header, cells, scenarios, server, other) for other in present]
    return "### Beside the floor and the peers\n\n" + table(rows) if len(rows) > 1 else ""


def ratio_row(header, cells, scenarios, server, other):
    row = [title(header, server), title(header, other)]
    for key in scenarios:
        pairs = zip(cells.get((server, key), []), cells.get((other, key), []))
        valid = [(ours, theirs) for ours, theirs in pairs if ours.get("count") and theirs.get("count") and cpu(theirs)]
        quotients = [cpu(ours) / cpu(theirs) for ours, theirs in valid]
        row.append(spread(quotients) if quotients else NOTHING)
    return row


def idle_table(header, cells):
    rows = [["server", "heap after a collection, KB a connection", "resident, KB a connection"]]
    for server in header["servers"]:
        results = [result["idle"] for result in cells.get((server, "idle"), []) if "idle" in result]
        if results:
            heaps = [result["heap_bytes"] / 1000 for result in results if result["heap_bytes"] is not None]
            resident = [result["resident_bytes"] / 1000 for result in results]
            rows.append([title(header, server), spread(heaps) if heaps else NOTHING, spread(resident)])
    return "### Idle WebSockets, 5,000 clients\n\n" + table(rows)


def failures(header, cells, scenarios):
    rows = [["server", "scenario", "errors", "of them lost", "duplicate", "the first one"]]
    for (server, scenario), results in cells.items():
        if any(map(error_count, results)):
            rows.append([title(header, server), scenario, *failure_cells(results)])
    if len(rows) == 1:
        return "No errors: nothing lost, nothing duplicate, in any run."
    rest = "All other runs: none, nothing lost, nothing duplicate."
    return "### Errors, all rounds together\n\n" + table(rows) + "\n\n" + rest


def failure_cells(results):
    kinds = [result.get("errors", {"lost": 0, "duplicate": 0}) for result in results]
    first = next((text for text in map(first_error, results) if text), "")
    return [
        str(sum(map(error_count, results))),
        str(sum(kind["lost"] for kind in kinds)),
        str(sum(kind["duplicate"] for kind in kinds)),
        first,
    ]


def first_error(result):
    text = result.get("failed") or result.get("first_error") or ""
    printable = "".join(c if c.isprintable() else "?" for c in text).replace("|", "/")
    return f"`{printable[:60]}`" if printable else ""


# ------------------------------------------------------------------ growth


def growth_tables(lines):
    measures = grouped(lines, "measure", "background")
    steady = [key for key in measures if "cpu" in figures_of(key[0])]
    rows = [["measured", "meanwhile", "CPU, µs a message", "p99, ms", "errors"]]
    rows += [[*key, cell(measures[key], cpu), cell(measures[key], p99), errors(measures[key])] for key in steady]
    parts = ["### Cost beside what is idle\n\n" + table(rows)] if steady else []
    rows = [["measured", "meanwhile", "count", "seconds", "p99, ms", "longest, ms", "errors"]]
    rows += [once_row(key, results) for key, results in measures.items() if key not in steady]
    return parts + (["### Crowds\n\n" + table(rows)] if len(rows) > 1 else [])


def figures_of(measure):
    return "cpu" if measure.startswith(("echo", "broadcast")) else ""


def once_row(key, results):
    return [
        *key,
        cell(results, lambda result: result["count"]),
        cell(results, lambda result: result["seconds"]),
        cell(results, lambda result: result["lat_us"]["p99"] / 1000),
        cell(results, lambda result: result["lat_us"]["max"] / 1000),
        errors(results),
    ]


def errors(results):
    total = sum(map(error_count, results))
    return str(total) if not total else " ".join([str(total), next(filter(None, map(first_error, results)), "")])


# ------------------------------------------------------------------ two nodes


def cluster_tables(lines):
    measures = grouped(lines, "load", "way")
    head = "broadcast to, how often|emitter and receivers|deliveries a second, thousands|CPU, µs a delivery|of node A|of node B"
    rows = [(head + "|p50, ms|p99, ms|last receiver, p99, ms").split("|")]
    for (load, way), results in measures.items():
        sums = [
            cell(results, figure)
            for figure in (
                rate,
                cpu,
                lambda result: of_node(result, 0),
                lambda result: of_node(result, 1),
                lambda result: result["lat_us"]["p50"] / 1000,
                lambda result: result["lat_us"]["p99"] / 1000,
                p99,
            )
        ]
        rows.append([load, way, *(sums if "cpu_us_per_msg_of_each" in results[0] else blank(sums, 2, 3))])
    total = sum(error_count(line["result"]) for line in lines)
    return [table(rows), f"Errors: {total}." if total else "No errors: nothing lost, nothing duplicate, in any run."]


def of_node(result, index):
    return result.get("cpu_us_per_msg_of_each", (0, 0))[index]


def blank(cells, *indices):
    return [NOTHING if index in indices else text for index, text in enumerate(cells)]


# ------------------------------------------------------------------ benchmarks of the parts


def benchmark_table(lines):
    rows = [["benchmark", "parameters", "time", "allocated, bytes"]]
    for line in lines:
        parameters = ", ".join(f"{name} {value}" for name, value in line["params"].items())
        rows.append([line["benchmark"], parameters, time(line), f"{line['bytes']:,.0f}"])
    return table(rows)


def time(line):
    error = "" if line["error"] is None else f" ± {number(line['error'])}"
    return f"{number(line['score'])}{error} {line['unit'].removesuffix('/op')}"


# ------------------------------------------------------------------ profiles

UNITS = {"cpu": "µs", "alloc": "bytes"}
WHAT = {"cpu": "CPU", "alloc": "Allocation"}
SITES_SHOWN = 12


def profile_tables(header, lines):
    parts = []
    for event, unit in UNITS.items():
        cells = profile_cells(lines, event)
        if cells:
            parts.append(f"### {WHAT[event]} by owner, {unit} per message\n\n" + owner_table(header, cells))
            parts += [site_table(header, event, *cell) for cell in cells.items()]
    return parts + [f"Errors of the load: {sum(line['errors'] for line in lines)}."]


def profile_cells(lines, event):
    cells = {}
    for line in lines:
        if line["event"] == event:
            cells.setdefault((line["scenario"], line["server"]), []).append(line)
    return cells


def owner_table(header, cells):
    """Cells have the figures of the servers in the order of the heading."""
    scenarios = list(dict.fromkeys(scenario for scenario, _ in cells))
    rows = [[" / ".join(header["servers"]), *scenarios]]
    chosen = {owner: [owner] for owner in OWNERS}
    chosen["**all but the compiler**"] = [owner for owner in OWNERS if owner != COMPILER]
    for name, owners in chosen.items():
        values = [[mean_of(cells.get((key, server)), owners) for server in header["servers"]] for key in scenarios]
        if any(value for figures in values for value in figures):
            rows.append([name, *(" / ".join(map(profiled, figures)) for figures in values)])
    return table(rows)


def mean_of(rounds, owners):
    """Per message, all these owners together; None if it was not measured."""
    return rounds and sum(line["owners"].get(owner, 0) for line in rounds for owner in owners) / len(rounds)


def profiled(value):
    return NOTHING if value is None else "0" if not value else number(value) if value < 10 else f"{value:,.0f}"


def site_table(header, event, key, rounds):
    scenario, server = key
    sites = {}
    for owner, frame, caller, kind, value in (site for line in rounds for site in line["sites"]):
        place = (owner, *map(code, filter(None, [kind])), code(frame), code(caller))
        sites[place] = sites.get(place, 0) + value / len(rounds)
    largest = sorted(sites.items(), key=lambda site: -site[1])[:SITES_SHOWN]
    kinds = ["class"] if event == "alloc" else []
    rows = [[UNITS[event], "owner", *kinds, "method", "called by Parley in"]]
    rows += [[profiled(value), *place] for place, value in largest]
    return f"#### {WHAT[event]}, {scenario}, {title(header, server)}: the largest sites\n\n" + table(rows)


def code(text):
    return f"`{text}`" if text else NOTHING


def table(rows):
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)
