package floor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;

/** The WebSocket as Jetty's core API has it: frames. A broadcast's payload is shared by all receivers. */
final class CoreEndpoint extends Connection implements FrameHandler {
    private CoreSession session;

    @Override
    public void onOpen(CoreSession core, Callback callback) {
        session = core;
        opened();
        callback.succeeded();
        core.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.TEXT ->
                received(StandardCharsets.UTF_8.decode(frame.getPayload()).toString());
            case OpCode.BINARY -> binary(frame.getPayload());
            case OpCode.CLOSE -> session.close(CloseStatus.NORMAL, null, Callback.NOOP);
            default -> {}
        }
        callback.succeeded();
        session.demand();
    }

    @Override
    public void onError(Throwable failure, Callback callback) {
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        closed();
        callback.succeeded();
    }

    @Override
    public void text(String text) {
        send(OpCode.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void shared(Shared message) {
        send(OpCode.TEXT, message.bytes().duplicate());
    }

    @Override
    public void binary(ByteBuffer bytes) {
        send(OpCode.BINARY, ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
    }

    private void send(byte opCode, ByteBuffer payload) {
        session.sendFrame(new Frame(opCode, payload), Callback.NOOP, false);
    }
}
