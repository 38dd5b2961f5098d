package io.parley.hazelcast;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One entry of the member list.
 *
 * @param host name or address, an IPv6 address without its brackets
 */
record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)]|([^\\s:\\[\\],]+)):(\\d{1,9})");

    /** @throws IllegalArgumentException saying what is wrong and what is allowed */
    static HostPort parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "member \"" + text + "\": must be host:port, an IPv6 address in [brackets]");
        }
        int port = Integer.parseInt(match.group(3));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("member \"" + text + "\": the port must be 1 to 65535");
        }
        return new HostPort(match.group(1) != null ? match.group(1) : match.group(2), port);
    }

    /**
     * All addresses of the host, at least one. May block for the name service.
     *
     * @throws IllegalArgumentException if there is none
     */
    List<InetAddress> addresses() {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "member \"" + this + "\": the host cannot be resolved to an address", unknown);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
