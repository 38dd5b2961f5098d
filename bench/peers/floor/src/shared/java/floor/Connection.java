package floor;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Just enough of Engine.IO and Socket.IO, by hand, to answer the load generator. */
public abstract class Connection {
    private static final Set<Connection> ALL = ConcurrentHashMap.newKeySet();
    private static final Map<String, Set<Connection>> ROOMS = new ConcurrentHashMap<>();

    private String room;

    public abstract void text(String text);

    public abstract void binary(ByteBuffer bytes);

    /** Sends what goes to many. */
    public void shared(Shared message) {
        text(message.text());
    }

    public static String handshake(String sid) {
        return "0{\"sid\":\"" + sid
                + "\",\"upgrades\":[],\"pingInterval\":600000,\"pingTimeout\":600000,\"maxPayload\":1000000}";
    }

    public final void opened() {
        text(handshake(UUID.randomUUID().toString()));
    }

    public final void received(String packet) {
        if (packet.startsWith("42")) {
            event(packet, packet.indexOf('[', 2));
        } else if (packet.startsWith("451-")) {
            int start = packet.indexOf('[', 4);
            text("461-" + packet.substring(4, start) + "[" + packet.substring(start + 8));
        } else if (packet.equals("40")) {
            ALL.add(this);
            text("40{\"sid\":\"" + UUID.randomUUID() + "\"}");
        }
    }

    private void event(String packet, int start) {
        var id = packet.substring(2, start);
        if (packet.startsWith("[\"echo\",", start)) {
            text("43" + id + "[" + packet.substring(start + 8));
        } else if (packet.startsWith("[\"broadcast\"", start)) {
            var message = new Shared(packet);
            ALL.forEach(each -> each.shared(message));
        } else if (packet.startsWith("[\"room\",", start)) {
            int end = packet.indexOf('"', start + 9);
            var message = new Shared("42[\"room\"" + packet.substring(end + 1));
            ROOMS.get(packet.substring(start + 9, end)).forEach(each -> each.shared(message));
        } else if (packet.startsWith("[\"join\",", start)) {
            room = packet.substring(start + 9, packet.length() - 2);
            ROOMS.computeIfAbsent(room, name -> ConcurrentHashMap.newKeySet()).add(this);
            text("43" + id + "[]");
        }
    }

    public final void closed() {
        ALL.remove(this);
        if (room != null) {
            ROOMS.get(room).remove(this);
        }
    }
}
