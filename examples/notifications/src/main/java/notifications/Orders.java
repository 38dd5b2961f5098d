package notifications;

import io.parley.Presence;
import io.parley.SocketIoServer;
import java.util.concurrent.atomic.AtomicInteger;

/** Plain business code: all that it knows of the network is whom to tell what. */
final class Orders {
    private final SocketIoServer io;
    private final AtomicInteger last = new AtomicInteger();

    Orders(SocketIoServer io) {
        this.io = io;
    }

    /** Ships something and says how the customer gets to know it. */
    String ship(String customer, String item) {
        int order = last.incrementAndGet();
        if (io.presence(customer) == Presence.OFFLINE) {
            return "Order " + order + ": " + customer + " is not here, and gets a letter.";
        }
        io.toUser(customer).emit("notice", new Notice(order, item + " is on its way to you."));
        int devices = io.devices(customer);
        return "Order " + order + ": " + customer + " was told on " + devices
                + (devices == 1 ? " device." : " devices.");
    }
}
