package io.parley.apps.endpoints;

import io.parley.DisconnectReason;
import io.parley.Socket;
import io.parley.SocketIoServer;
import io.parley.endpoint.OnConnect;
import io.parley.endpoint.OnDisconnect;
import io.parley.endpoint.OnEvent;
import io.parley.endpoint.SocketIoEndpoint;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes orders. */
@SocketIoEndpoint
public class Desk {
    @Inject
    Orders orders;

    @Inject
    Tab tab;

    @Inject
    Visit visit;

    @Inject
    SocketIoServer io;

    @OnConnect
    void hello(Socket socket) {
        socket.emit("hello", orders.guests());
    }

    @OnEvent("order")
    @Noted
    Receipt order(@Valid Order order, Socket socket) {
        socket.broadcast().emit("ordered", order.what());
        return new Receipt(
                orders.next(),
                tab.add(order.what()),
                io.nodeId().equals(socket.namespace().server().nodeId()));
    }

    @OnEvent("notes")
    CompletionStage<List<String>> notes() {
        return CompletableFuture.completedFuture(orders.notes());
    }

    @OnEvent("visit")
    int visit() {
        visit.call();
        return visit.call();
    }

    @OnEvent("till")
    @RolesAllowed("nobody-has-it")
    void till() {}

    @OnDisconnect
    void bye(DisconnectReason reason) {
        tab.add("left, " + reason);
    }
}
