package io.parley.it;

import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Tells on which thread its handlers run, and whether with its classes and its names in JNDI. */
public final class WhereaboutsApplication implements SocketIoApplication {
    /** Called by the container. */
    public WhereaboutsApplication() {}

    @Override
    public void start(SocketIoServer io) {
        io.of("/whereabouts")
                .on(
                        "connection",
                        socket -> socket.on(
                                "where",
                                event -> event.ack(
                                        Thread.currentThread().getName(),
                                        knowsThisClass(Thread.currentThread().getContextClassLoader()),
                                        lookedUp())));
    }

    /** Open Liberty has one of its own, in front of that of the application. */
    private static boolean knowsThisClass(ClassLoader loader) {
        try {
            return loader.loadClass(WhereaboutsApplication.class.getName()) == WhereaboutsApplication.class;
        } catch (ClassNotFoundException stranger) {
            return false;
        }
    }

    private static String lookedUp() {
        try {
            return (String) new InitialContext().lookup("java:comp/env/parley/path");
        } catch (NamingException none) {
            return none.toString();
        }
    }
}
