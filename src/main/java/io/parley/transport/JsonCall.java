package io.parley.transport;

/** What another program calls, with a JSON text. Thread-safe. */
public interface JsonCall {
    /**
     * Does it. Runs on the container's thread, and must not block.
     *
     * @param caller the address of the other program, for the log
     * @param json the body, perhaps no JSON at all
     * @return the answer
     */
    Reply take(String caller, String json);

    /**
     * A call was refused before its body was read, for want of a key, for instance. As {@link #take}.
     *
     * @param caller the address of the other program
     * @param reply what it was told
     */
    default void refused(String caller, Reply reply) {}

    /**
     * The answer to a call.
     *
     * @param status of HTTP
     * @param json the body
     */
    record Reply(int status, String json) {
        /**
         * {@return that a call is refused, and why}
         *
         * @param status of HTTP
         * @param code for programs: capital letters and {@code _}
         * @param message for people; what JSON would have to escape becomes a blank
         */
        public static Reply refused(int status, String code, String message) {
            var plain = message.replaceAll("[\"\\\\\\p{Cntrl}]", " ");
            return new Reply(status, "{\"code\":\"" + code + "\",\"message\":\"" + plain + "\"}");
        }
    }
}
