package io.parley.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of the clients in a {@link ClientProcess}. */
final class ScriptedClient implements SocketClient {
    private final ClientProcess process;
    private final int number;
    private final ReceivedEvents received;
    private int asked;

    ScriptedClient(ClientProcess process, int number, ReceivedEvents received) {
        this.process = process;
        this.number = number;
        this.received = received;
    }

    @Override
    public String id() {
        return (String) state().get("id");
    }

    @Override
    public boolean connected() {
        return (Boolean) state().get("connected");
    }

    @Override
    public String transport() {
        return (String) state().get("transport");
    }

    @Override
    public void emit(String event, Object... arguments) {
        send("emit", Map.of("args", eventAnd(event, arguments)));
    }

    @Override
    public List<Object> ask(String event, Object... arguments) {
        return answer("ask", Map.of("args", eventAnd(event, arguments)));
    }

    @Override
    public List<Object> next(String event) {
        return received.next(event);
    }

    @Override
    public boolean isQuiet(String event) {
        return received.poll(event, 200) == null;
    }

    @Override
    public void sendGarbage() {
        send("garbage", Map.of());
    }

    @Override
    public void disconnect() {
        send("disconnect", Map.of());
    }

    @Override
    public void close() {
        disconnect();
    }

    /** Gives the script a command for this client. */
    void send(String what, Map<String, ?> command) {
        var complete = new HashMap<String, Object>(command);
        complete.put("client", number);
        complete.put("do", what);
        process.write(complete);
    }

    /** The name under which an answer of the script waits. */
    static String answerTo(Object ask) {
        return "answer to " + ask;
    }

    private Map<?, ?> state() {
        return (Map<?, ?>) answer("state", Map.of()).get(0);
    }

    private List<Object> answer(String what, Map<String, ?> command) {
        int ask = ++asked;
        var complete = new HashMap<String, Object>(command);
        complete.put("ask", ask);
        send(what, complete);
        return received.next(answerTo(ask));
    }

    private static List<Object> eventAnd(String event, Object... arguments) {
        var all = new ArrayList<Object>(List.of(event));
        all.addAll(Arrays.asList(arguments));
        return all;
    }
}
