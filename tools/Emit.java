import io.parley.cluster.FrameKeys;
import io.parley.emitter.EmitterOptions;
import io.parley.emitter.SocketIoEmitter;

/**
 * Emits an event to the clients of a cluster, from a process of its own: an example, and a tool. With the classes of the WAR,
 * unpacked:
 *
 * <pre>java -cp 'war/WEB-INF/classes:war/WEB-INF/lib/*' tools/Emit.java MEMBERS CLUSTER NAMESPACE ROOM EVENT TEXT...</pre>
 *
 * MEMBERS and CLUSTER are the nodes' parley.cluster.members and parley.cluster.name; their key is taken from the environment
 * variable PARLEY_CLUSTER_KEY. An empty ROOM is everybody; each TEXT is one event.
 */
final class Emit {
    public static void main(String[] arguments) {
        if (arguments.length < 6) {
            System.err.println("usage: java Emit.java MEMBERS CLUSTER NAMESPACE ROOM EVENT TEXT...");
            System.exit(2);
        }
        var key = System.getenv("PARLEY_CLUSTER_KEY");
        var options = EmitterOptions.of(arguments[0].split(","))
                .withClusterName(arguments[1])
                .withKeys(key == null ? FrameKeys.none() : FrameKeys.of(key));
        var path = System.getProperty("path", options.path());
        try (var emitter = SocketIoEmitter.join(options.withPath(path))) {
            var room = arguments[3];
            var namespace = emitter.of(arguments[2]);
            for (int i = 5; i < arguments.length; i++) {
                (room.isEmpty() ? namespace.to() : namespace.to(room)).emit(arguments[4], arguments[i]);
            }
        }
    }
}
