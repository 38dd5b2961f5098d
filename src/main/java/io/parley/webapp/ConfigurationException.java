package io.parley.webapp;

/** The operator's configuration is wrong; the message is one line that names the key, the value,
 * where it stands and what is allowed. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }
}
