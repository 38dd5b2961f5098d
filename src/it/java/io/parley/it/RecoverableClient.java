package io.parley.it;

/** A client by hand that loses its connection and is recovered, where the test wants: official ones know one server. */
final class RecoverableClient {
    private final String accepted;
    private final String offset;

    private RecoverableClient(String accepted, String offset) {
        this.accepted = accepted;
        this.offset = offset;
    }

    /**
     * Connects to {@code /kit}, joins a room, gets an event, and loses its connection.
     *
     * @param emit emits the event to the room
     */
    static RecoverableClient lose(EngineUrl url, String room, Runnable emit) {
        try (var socket = url.connect()) {
            socket.send("40/kit,");
            var accepted =
                    socket.expectText(text -> text.matches("40/kit,\\{\"sid\":\"[\\w-]{20}\",\"pid\":\"[\\w-]{20}\"}"));
            socket.expectText(text -> text.startsWith("42/kit,[\"hello\",{\"recovered\":false}"));
            socket.send("42/kit,0[\"join\",[\"" + room + "\"]]");
            socket.expectText(text -> text.startsWith("43/kit,0"));
            emit.run();
            var event = socket.expectText(text -> text.startsWith("42/kit,["));
            return new RecoverableClient(accepted, event.substring(event.lastIndexOf(",\"") + 2, event.length() - 2));
        }
    }

    /** Connects again, and expects to be who it was and to get one event that it has missed. */
    void comeBack(EngineUrl url, String missed) {
        try (var socket = url.connect()) {
            var pid = accepted.split("\"pid\":\"")[1].split("\"")[0];
            socket.send("40/kit,{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}");
            socket.expectText(text -> text.startsWith("42/kit,[\"" + missed + "\","));
            socket.expect(accepted);
            socket.expectText(text -> text.startsWith("42/kit,[\"hello\",{\"recovered\":true}"));
        }
    }
}
