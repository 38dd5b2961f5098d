package io.parley.adapter;

import io.parley.cluster.ClusterBus;
import io.parley.cluster.ReplicatedTable;
import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The users of a server in a table of the cluster. The key of a row is the namespace, a comma, which no namespace has, and
 * the user; its value is two numbers of 4 bytes each, big-endian: the sockets, and those that are away. A reader skips what
 * comes behind them. Thread-safe.
 */
final class ClusterUserTable implements UserTable {
    /** A user has a row for each node and namespace where it is. */
    private static final ReplicatedTable.Limits LIMITS = new ReplicatedTable.Limits(200_000, 64_000_000);

    private final ReplicatedTable table;

    /** @param server what servers that belong together have in common on all nodes */
    ClusterUserTable(String server, ClusterBus bus, Environment environment, Listener listener) {
        this.table = new ReplicatedTable(
                "users " + server,
                bus,
                environment,
                LIMITS,
                Duration.ZERO,
                (node, key, value) -> told(listener, node, key, value));
    }

    @Override
    public boolean tell(String namespace, String user, UserSockets sockets) {
        var key = namespace + "," + user;
        if (key.length() > ReplicatedTable.MAX_KEY_LENGTH) {
            return false;
        }
        if (sockets.sockets() == 0) {
            table.remove(key);
            return true;
        }
        var value = ByteBuffer.allocate(2 * Integer.BYTES);
        value.putInt(sockets.sockets()).putInt(sockets.away());
        return table.put(key, Bytes.owned(value.array()));
    }

    private static void told(Listener listener, String node, String key, @Nullable Bytes value) {
        int comma = key.indexOf(',');
        if (comma >= 0) {
            listener.told(node, key.substring(0, comma), key.substring(comma + 1), read(value));
        }
    }

    /** What cannot be read says nothing: there are none that we know of. */
    private static UserSockets read(@Nullable Bytes value) {
        if (value == null || value.size() < 2 * Integer.BYTES) {
            return UserSockets.NONE;
        }
        var in = value.asBuffer();
        int sockets = Math.max(0, in.getInt());
        return new UserSockets(sockets, Math.max(0, Math.min(sockets, in.getInt())));
    }
}
