package io.parley.it;

import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Tells where its handlers run: on which kind of thread, with which class loader, with which names of JNDI. */
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
                                        Thread.currentThread().getContextClassLoader()
                                                == getClass().getClassLoader(),
                                        lookedUp())));
    }

    private static String lookedUp() {
        try {
            return (String) new InitialContext().lookup("java:comp/env/parley/path");
        } catch (NamingException none) {
            return none.toString();
        }
    }
}
