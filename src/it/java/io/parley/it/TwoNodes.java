package io.parley.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** The settings of two nodes of a cluster of their own on this machine. */
final class TwoNodes {
    private final int first = freePort();
    private final int second = freePort();

    Map<String, String> ofFirst() {
        return member(first);
    }

    Map<String, String> ofSecond() {
        return member(second);
    }

    /** One more, which joins the two. */
    Map<String, String> ofThird() {
        return member(freePort());
    }

    private Map<String, String> member(int port) {
        return Map.of(
                "parley.cluster.members", members(),
                "parley.cluster.port", String.valueOf(port),
                "parley.cluster.name", name());
    }

    /** Where both are. */
    String members() {
        return "127.0.0.1:" + first + ",127.0.0.1:" + second;
    }

    /** The name of their cluster. */
    String name() {
        return "test-" + first;
    }

    /** One that nobody listened to a moment ago. */
    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException("no free port", none);
        }
    }
}
