package io.parley.hazelcast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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

    /**
     * The address of this machine from which the members are reached, as far as its own tables tell; nothing is sent.
     *
     * @throws IllegalArgumentException if none of them can be reached
     */
    static String sourceTo(List<String> members) {
        for (var member : members) {
            for (var address : parse(member).addresses()) {
                try (var socket = new DatagramSocket()) {
                    socket.connect(new InetSocketAddress(address, parse(member).port()));
                    return socket.getLocalAddress().getHostAddress();
                } catch (IOException | UncheckedIOException noWay) {
                    // the next one may be reached
                }
            }
        }
        throw new IllegalArgumentException("members " + String.join(",", members) + ": there is no way to any of them");
    }

    /** A port of an address of this machine that nobody listens on now. */
    static int freePort(String address) {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalArgumentException(
                    "bind address \"" + address + "\": must be one address of this machine", none);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
