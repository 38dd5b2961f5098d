package whiteboard;

import io.parley.Namespace;
import io.parley.Socket;
import io.parley.endpoint.OnConnect;
import io.parley.endpoint.OnDisconnect;
import io.parley.endpoint.OnEvent;
import io.parley.endpoint.SocketIoEndpoint;

/** Each board is a namespace of its own, made when the first client comes to it. */
@SocketIoEndpoint("/boards/*")
public class Whiteboard {
    private final Boards boards = new Boards();

    @OnConnect
    void show(Socket socket, Namespace board) {
        socket.emit("strokes", boards.get(board.name()).strokes());
        count(board);
    }

    /** The answer says whether it was drawn. */
    @OnEvent("draw")
    boolean draw(Stroke stroke, Socket socket, Namespace board) {
        if (!stroke.isDrawable()) {
            return false;
        }
        boards.get(board.name()).add(stroke);
        socket.broadcast().emit("draw", stroke);
        return true;
    }

    /** Where somebody's pen is; of no importance a moment later. */
    @OnEvent("pen")
    void pen(double x, double y, Socket socket) {
        socket.broadcast().lossy().emit("pen", socket.id(), x, y);
    }

    @OnEvent("clear")
    void clear(Namespace board) {
        boards.get(board.name()).clear();
        board.emit("clear");
    }

    @OnDisconnect
    void leave(Socket socket, Namespace board) {
        board.emit("left", socket.id());
        count(board);
    }

    private static void count(Namespace board) {
        board.emit("people", board.sockets().size());
    }
}
