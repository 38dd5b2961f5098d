package io.parley.it;

/** A client of another maker: the columns of the table of clients. */
enum ClientKind {
    /** The newest of JavaScript. */
    JS_4("JS 4.8.4"),
    /** The same with the other parser, which the server must have, too. */
    JS_4_MSGPACK("JS 4.8.4 msgpack"),
    /** The first with this protocol. */
    JS_3("JS 3.1.3"),
    /** The last with the protocol before, Engine.IO 3. */
    JS_2("JS 2.5.0"),
    /** The one for Java and Android. */
    JAVA_2("Java 2.1.2"),
    /** Debian's, where it is installed. */
    PYTHON("python3-socketio");

    private final String title;

    ClientKind(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
