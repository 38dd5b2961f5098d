package io.parley.hazelcast;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.stream.IntStream;

/** Ports of 127.0.0.1 that nobody listens on now, so that two builds can run on one machine. */
final class FreePorts {
    private static final int ATTEMPTS = 100;

    private FreePorts() {}

    /** The first of so many free ports in a row, below those that systems hand out to clients. */
    static int inARow(int count) {
        var random = new Random();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = 15_000 + random.nextInt(15_000);
            if (IntStream.range(first, first + count).allMatch(FreePorts::isFree)) {
                return first;
            }
        }
        throw new AssertionError("no " + count + " free ports in a row");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
