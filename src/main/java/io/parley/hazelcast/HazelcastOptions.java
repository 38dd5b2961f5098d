package io.parley.hazelcast;

import io.parley.cluster.BusLimits;
import io.parley.cluster.FrameKeys;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * How this node takes part in a Hazelcast cluster.
 *
 * <p>Immutable. Every message of an exception is one line that names the wrong value and what is allowed. Making one
 * may block, for host names are resolved; Hazelcast resolves them again when it joins.
 *
 * @param clusterName nodes of different names refuse each other
 * @param topic the topic that carries the frames, the same on all nodes; those of single nodes begin with its name
 * @param bindAddress the one address of this machine that is listened on and told to the others, in numbers
 * @param port listened on; there is no search for a free one
 * @param members the nodes to look for when joining; nothing else is looked for
 * @param limits of frames, of the outbound queue and of what is kept to repair losses
 * @param keys sign the frames; the same on all nodes
 * @param timing how soon trouble is noticed
 */
public record HazelcastOptions(
        String clusterName,
        String topic,
        String bindAddress,
        int port,
        List<String> members,
        BusLimits limits,
        FrameKeys keys,
        Timing timing) {

    /** The topic of the first form of the frames. */
    public static final String DEFAULT_TOPIC = "parley.1";

    /**
     * How soon trouble is noticed.
     *
     * @param heartbeat between two signs of life
     * @param maxSilence without a sign of life, after which a node is taken out of the cluster
     * @param mergeFirst after the start, until a split cluster is first looked for
     * @param mergeNext between two such looks
     * @param operation after which an operation between nodes is given up
     * @param join until a start is given up because a listed member accepts connections but neither lets this node join
     *     nor refuses it; members that cannot be connected to are passed over much sooner
     * @param leave until a node that closes waits no longer for the others
     */
    public record Timing(
            Duration heartbeat,
            Duration maxSilence,
            Duration mergeFirst,
            Duration mergeNext,
            Duration operation,
            Duration join,
            Duration leave) {

        /**
         * Checks the durations, which must be of whole seconds.
         *
         * @param heartbeat 1 s to 3,600 s
         * @param maxSilence two heartbeats to 3,600 s
         * @param mergeFirst 1 s to 3,600 s
         * @param mergeNext 1 s to 3,600 s
         * @param operation 1 s to 3,600 s
         * @param join 1 s to 3,600 s
         * @param leave 1 s to 3,600 s
         * @throws IllegalArgumentException if one is not within its limits
         */
        public Timing {
            requireSeconds("heartbeat", heartbeat);
            requireSeconds("max silence", maxSilence);
            requireSeconds("merge first", mergeFirst);
            requireSeconds("merge next", mergeNext);
            requireSeconds("operation timeout", operation);
            requireSeconds("join timeout", join);
            requireSeconds("leave timeout", leave);
            if (maxSilence.compareTo(heartbeat.multipliedBy(2)) < 0) {
                throw new IllegalArgumentException(
                        "max silence " + maxSilence + ": must be at least two heartbeats of " + heartbeat);
            }
        }

        /** {@return 1 s, 10 s, 10 s, 5 s, 5 s, 30 s, 5 s, in the order of the components} */
        public static Timing defaults() {
            return new Timing(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5));
        }

        private static void requireSeconds(String what, Duration duration) {
            long seconds = duration.toSeconds();
            if (seconds < 1 || seconds > 3600 || !duration.equals(Duration.ofSeconds(seconds))) {
                throw new IllegalArgumentException(what + " " + duration + ": must be whole seconds, 1 s to 3600 s");
            }
        }
    }

    /**
     * Checks the values and resolves the names of hosts.
     *
     * @param clusterName 1 to 100 visible ASCII characters, no spaces
     * @param topic 1 to 100 visible ASCII characters, no spaces
     * @param bindAddress an address of this machine, or a name for one; not the wildcard
     * @param port 1 to 65535
     * @param members one or more, each {@code host:port}, an IPv6 address in brackets; each host can be resolved
     * @param limits valid by themselves
     * @param keys any, or none
     * @param timing valid by themselves
     * @throws IllegalArgumentException if a value is not as described
     */
    public HazelcastOptions {
        requireName("cluster name", clusterName);
        requireName("topic", topic);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + ": must be 1 to 65535");
        }
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("no members: must be at least one host:port");
        }
        members.forEach(member -> HostPort.parse(member).addresses());
        bindAddress = ownAddress(bindAddress).getHostAddress();
    }

    /**
     * {@return options of the default topic, limits and timing, without a key, with the first address in the member list that is one
     * of this machine as the one to bind}
     *
     * @param clusterName 1 to 100 visible ASCII characters, no spaces
     * @param port 1 to 65535
     * @param members one or more, each {@code host:port}, at least one of them on this machine
     * @throws IllegalArgumentException if a value is not as described
     */
    public static HazelcastOptions of(String clusterName, int port, List<String> members) {
        for (var member : members) {
            for (var address : HostPort.parse(member).addresses()) {
                if (isOwn(address)) {
                    return of(clusterName, address.getHostAddress(), port, members);
                }
            }
        }
        throw new IllegalArgumentException("members " + String.join(",", members)
                + ": none has an address of this machine, so the address to bind must be given");
    }

    /**
     * {@return options of the default topic, limits and timing, without a key}
     *
     * @param clusterName 1 to 100 visible ASCII characters, no spaces
     * @param bindAddress an address of this machine, or a name for one; not the wildcard
     * @param port 1 to 65535
     * @param members one or more, each {@code host:port}
     * @throws IllegalArgumentException if a value is not as described
     */
    public static HazelcastOptions of(String clusterName, String bindAddress, int port, List<String> members) {
        return new HazelcastOptions(
                clusterName,
                DEFAULT_TOPIC,
                bindAddress,
                port,
                members,
                BusLimits.defaults(),
                FrameKeys.none(),
                Timing.defaults());
    }

    /**
     * {@return the same options with other limits and keys}
     *
     * @param newLimits of frames, of the outbound queue and of what is kept to repair losses
     * @param newKeys sign the frames
     */
    public HazelcastOptions with(BusLimits newLimits, FrameKeys newKeys) {
        return new HazelcastOptions(clusterName, topic, bindAddress, port, members, newLimits, newKeys, timing);
    }

    /**
     * {@return the same options with other keys}
     *
     * @param newKeys sign the frames
     */
    public HazelcastOptions with(FrameKeys newKeys) {
        return with(limits, newKeys);
    }

    /**
     * {@return options for one who emits only, of the default topic, limits and timing, without a key}
     *
     * @param clusterName as the nodes have it
     * @param bindAddress an address of this machine, or empty: the one from which the first member that has an address is
     *     reached
     * @param port 1 to 65535, or 0: one that is free now
     * @param members one or more, each {@code host:port}
     * @throws IllegalArgumentException if a value is not as described
     */
    public static HazelcastOptions ofEmitter(String clusterName, String bindAddress, int port, List<String> members) {
        var address = bindAddress.isEmpty() ? HostPort.sourceTo(members) : bindAddress;
        return of(clusterName, address, port == 0 ? HostPort.freePort(address) : port, members);
    }

    /** Whether one of the members is this node: then it may be the first of its cluster. May block to resolve names. */
    boolean listsThisNode() {
        return members.stream()
                .map(HostPort::parse)
                .filter(member -> member.port() == port)
                .flatMap(member -> member.addresses().stream())
                .anyMatch(address -> address.getHostAddress().equals(bindAddress));
    }

    static void requireName(String what, String name) {
        if (!name.matches("[\\p{Graph}&&\\p{ASCII}]{1,100}")) {
            throw new IllegalArgumentException(
                    what + " \"" + name + "\": must be 1 to 100 visible ASCII characters, no spaces");
        }
    }

    private static InetAddress ownAddress(String text) {
        try {
            var address = InetAddress.getByName(text);
            if (!text.isEmpty() && isOwn(address)) {
                return address;
            }
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "bind address \"" + text + "\": must be one address of this machine; it cannot be resolved",
                    unknown);
        }
        throw new IllegalArgumentException("bind address \"" + text + "\": must be one address of this machine");
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return !address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unreadable) {
            return false;
        }
    }
}
