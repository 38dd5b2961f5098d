package io.parley.emitter;

import io.parley.cluster.FrameKeys;
import io.parley.packet.JsonParser;
import io.parley.packet.Parser;
import io.parley.packet.ParserLimits;
import java.util.List;
import java.util.function.Function;

/**
 * Where the nodes are and how they are set up, for one who emits to their clients. Immutable:
 *
 * <pre>{@code EmitterOptions.of("10.0.0.1:5701", "10.0.0.2:5701").withKeys(FrameKeys.of(secret))}</pre>
 *
 * @param members the nodes, each {@code host:port}: their {@code parley.cluster.members}
 * @param clusterName their {@code parley.cluster.name}
 * @param bindAddress the address of this machine that the nodes reach it by; empty: the one from which the first member that
 *     has an address is reached
 * @param port that the nodes reach it by, 0 to 65535; 0: any that is free, for networks without a firewall between
 * @param keys their {@code parley.cluster.key}
 * @param path their {@code parley.path}
 * @param parser their {@code parley.parser}
 */
public record EmitterOptions(
        List<String> members,
        String clusterName,
        String bindAddress,
        int port,
        FrameKeys keys,
        String path,
        Function<ParserLimits, Parser> parser) {

    /**
     * Checks what joining does not check.
     *
     * @param members one or more
     * @param clusterName as the nodes have it
     * @param bindAddress an address of this machine, or empty
     * @param port 0 to 65535
     * @param keys any, or none
     * @param path with the slash in front
     * @param parser called once for each emitter
     * @throws IllegalArgumentException if there are no members, or the port or the path is not as described
     */
    public EmitterOptions {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("no members: must be at least one host:port");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + ": must be 0 to 65535");
        }
        requirePath(path);
    }

    /**
     * {@return options for nodes that have all their other settings by default, without a key}
     *
     * @param members the nodes, each {@code host:port}
     */
    public static EmitterOptions of(String... members) {
        return new EmitterOptions(List.of(members), "parley", "", 0, FrameKeys.none(), "/socket.io", JsonParser::new);
    }

    /**
     * {@return the same options with another name of the cluster}
     *
     * @param name as the nodes have it
     */
    public EmitterOptions withClusterName(String name) {
        return new EmitterOptions(members, name, bindAddress, port, keys, path, parser);
    }

    /**
     * {@return the same options with a fixed address of this process}
     *
     * @param address one of this machine
     * @param fixedPort 1 to 65535, or 0
     */
    public EmitterOptions withAddress(String address, int fixedPort) {
        return new EmitterOptions(members, clusterName, address, fixedPort, keys, path, parser);
    }

    /**
     * {@return the same options with keys}
     *
     * @param shared those of the nodes
     */
    public EmitterOptions withKeys(FrameKeys shared) {
        return new EmitterOptions(members, clusterName, bindAddress, port, shared, path, parser);
    }

    /**
     * {@return the same options for the servers at another path}
     *
     * @param other with the slash in front
     */
    public EmitterOptions withPath(String other) {
        return new EmitterOptions(members, clusterName, bindAddress, port, keys, other, parser);
    }

    /**
     * {@return the same options for servers with another parser}
     *
     * @param other for instance {@code MsgpackParser::new}
     */
    public EmitterOptions withParser(Function<ParserLimits, Parser> other) {
        return new EmitterOptions(members, clusterName, bindAddress, port, keys, path, other);
    }

    static void requirePath(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path \"" + path + "\": must start with a slash");
        }
    }
}
