package io.parley.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A network of its own for each node, in namespaces of the Linux kernel that are joined by a bridge, so that it can fail
 * without anything else on the machine noticing. Needs root, {@code ip}, {@code tc} and {@code nft}.
 */
final class Network implements AutoCloseable {
    private static final String BRIDGE = "switch";
    private static final String LINK = "eth0";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix = "faults-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-";
    private final int nodes;

    private Network(int nodes) {
        this.nodes = nodes;
    }

    /** Why there can be none on this machine; empty: there can. */
    static Optional<String> missing() {
        try (var network = new Network(1)) {
            network.build();
            network.lose(0, 5);
            return Optional.empty();
        } catch (IllegalStateException refused) {
            return Optional.of("network namespaces with nftables are needed, which takes root, ip, tc and nft: "
                    + refused.getMessage());
        }
    }

    static Network of(int nodes) {
        var network = new Network(nodes);
        network.build();
        return network;
    }

    private void build() {
        run("ip", "netns", "add", namespace(BRIDGE));
        in(BRIDGE, "ip", "link", "add", "name", BRIDGE, "type", "bridge");
        in(BRIDGE, "ip", "link", "set", "dev", BRIDGE, "up");
        for (int node = 0; node < nodes; node++) {
            var name = Integer.toString(node);
            run("ip", "netns", "add", namespace(name));
            in(
                    BRIDGE,
                    "ip",
                    "link",
                    "add",
                    "name",
                    LINK + name,
                    "type",
                    "veth",
                    "peer",
                    "name",
                    LINK,
                    "netns",
                    namespace(name));
            in(BRIDGE, "ip", "link", "set", "dev", LINK + name, "master", BRIDGE, "up");
            in(name, "ip", "address", "add", address(node) + "/24", "dev", LINK);
            in(name, "ip", "link", "set", "dev", LINK, "up");
            in(name, "ip", "link", "set", "dev", "lo", "up");
            in(name, "nft", "add table ip faults");
            in(name, "nft", "add chain ip faults in { type filter hook input priority 0; }");
            in(name, "nft", "add chain ip faults out { type filter hook output priority 0; }");
        }
    }

    String address(int node) {
        return "10.231.0." + (node + 1);
    }

    /** What a command has to begin with to run in a node's network. */
    List<String> entrance(int node) {
        return List.of("ip", "netns", "exec", namespace(Integer.toString(node)));
    }

    /** Nothing comes to the node any more. */
    void deafen(int node) {
        in(Integer.toString(node), "nft", "add rule ip faults in iif " + LINK + " drop");
    }

    /** Nothing leaves the node any more. */
    void mute(int node) {
        in(Integer.toString(node), "nft", "add rule ip faults out oif " + LINK + " drop");
    }

    /** Of a hundred packets that come to the node so many are lost. */
    void lose(int node, int percent) {
        in(
                Integer.toString(node),
                "nft",
                "add rule ip faults in iif " + LINK + " numgen random mod 100 < " + percent + " drop");
    }

    /** The line from the node to the others takes so many kilobits a second, and holds back what comes faster. */
    void narrow(int node, int kilobits) {
        in(
                Integer.toString(node),
                "tc",
                ("qdisc add dev " + LINK + " root tbf rate " + kilobits + "kbit burst 32kbit latency 400ms")
                        .split(" "));
    }

    /**
     * All connections between the node and the others, in both directions, go through a {@link SlowLine}.
     *
     * @param port of all nodes
     * @return the arguments of the line
     */
    List<String> detour(int node, int port) {
        var name = Integer.toString(node);
        var arguments = new ArrayList<>(List.of(detourAddress(node)));
        in(name, "ip", "address", "add", detourAddress(node) + "/24", "dev", LINK);
        in(name, "nft", "add table ip detour");
        in(name, "nft", "add chain ip detour in { type nat hook prerouting priority -100; }");
        in(name, "nft", "add chain ip detour out { type nat hook output priority -100; }");
        for (int other = 0; other < nodes; other++) {
            int through = port + 1000 + other;
            var rule = other == node
                    ? "in tcp dport " + port
                    : "out ip saddr != " + detourAddress(node) + " ip daddr " + address(other) + " tcp dport " + port;
            in(name, "nft", "add rule ip detour " + rule + " redirect to :" + through);
            arguments.addAll(List.of(Integer.toString(through), address(other), Integer.toString(port)));
        }
        return arguments;
    }

    private static String detourAddress(int node) {
        return "10.231.0.10" + node;
    }

    /** The node's network is whole again. */
    void heal(int node) {
        var name = Integer.toString(node);
        in(name, "nft", "flush chain ip faults in");
        in(name, "nft", "flush chain ip faults out");
        if (in(name, "tc", "qdisc", "show", "dev", LINK).contains("tbf")) {
            in(name, "tc", "qdisc", "del", "dev", LINK, "root");
        }
    }

    /** Processes that are still in it keep their network until they end. */
    @Override
    public void close() {
        var there = run("ip", "netns", "list");
        IntStream.range(0, nodes).mapToObj(Integer::toString).forEach(name -> remove(name, there));
        remove(BRIDGE, there);
    }

    private void remove(String name, String there) {
        if (there.lines().anyMatch(line -> line.split(" ")[0].equals(namespace(name)))) {
            run("ip", "netns", "del", namespace(name));
        }
    }

    private String namespace(String name) {
        return prefix + name;
    }

    private String in(String name, String command, String... arguments) {
        var line = new ArrayList<>(List.of("ip", "netns", "exec", namespace(name), command));
        line.addAll(List.of(arguments));
        return run(line.toArray(String[]::new));
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output.strip());
            }
            return output;
        } catch (IOException notThere) {
            throw new IllegalStateException(notThere.getMessage(), notThere);
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }
}
