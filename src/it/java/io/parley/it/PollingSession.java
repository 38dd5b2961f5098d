package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** A client that polls. Confined to one thread. */
final class PollingSession {
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

    private final EngineUrl url;
    private final String query;
    private final String sid;

    private PollingSession(EngineUrl url, String query, String sid) {
        this.url = url;
        this.query = query + "&sid=" + sid;
        this.sid = sid;
    }

    static PollingSession open(EngineUrl url, String query) {
        var answer = url.exchange("GET", query, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var sid = SID.matcher(answer.body());
        assertThat(sid.find()).as(answer.body()).isTrue();
        return new PollingSession(url, query, sid.group(1));
    }

    String sid() {
        return sid;
    }

    /** The query of its requests. */
    String query() {
        return query;
    }

    HttpAnswer get() {
        return url.exchange("GET", query, "");
    }

    HttpAnswer post(String body, String... headers) {
        return url.exchange("POST", query, body, headers);
    }

    /** Sends a poll, and reads nothing yet. */
    HttpConnection startGet() {
        return url.start(query);
    }

    /** Polls, which has to succeed. */
    String poll() {
        var answer = get();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Sends packets, which has to succeed. */
    void send(String body) {
        var answer = post(body, "Content-Type: text/plain;charset=UTF-8");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
    }

    /** A message goes in, and its answer comes out: the session is alive and in order. */
    void proveAlive() {
        send("40/nowhere,");
        var answer = poll();
        for (int i = 0; i < 100 && answer.equals("6"); i++) {
            // the server has not noticed yet that an upgrade was given up
            answer = poll();
        }
        assertThat(answer).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    }

    /** The server notices that a request of the session was cut, and closes it. */
    void proveCut() {
        var poll = get();
        while (poll.status() == 200 && !poll.body().equals("1")) {
            poll = get();
        }
        proveGone();
    }

    /** The server has forgotten the session, or does so within some seconds. */
    void proveGone() {
        var unknown = "{\"code\":1,\"message\":\"Session ID unknown\"}";
        var answer = post("3");
        for (int i = 0; i < 100 && !answer.body().equals(unknown); i++) {
            answer = post("3");
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(unknown);
    }
}
