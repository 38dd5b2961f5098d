package io.parley.it;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A login by the container, with BASIC, and the one user who can. Jetty has it always, see {@link JettyNode}; Open Liberty
 * while a test wants it.
 */
final class Login {
    static final String REALM = "parley";
    static final String USER = "alice";
    static final String PASSWORD = "wonderland";
    static final String ROLE = "member";

    /** For the WAR: the path of the server is for that role only. */
    static final String DESCRIPTOR = "<security-constraint><web-resource-collection><web-resource-name>sockets"
            + "</web-resource-name><url-pattern>/socket.io/*</url-pattern></web-resource-collection><auth-constraint>"
            + "<role-name>" + ROLE + "</role-name></auth-constraint></security-constraint>"
            + "<security-role><role-name>" + ROLE + "</role-name></security-role>"
            + "<login-config><auth-method>BASIC</auth-method><realm-name>" + REALM + "</realm-name></login-config>";

    /** For Open Liberty; a group named like the role has it, where nothing else is said. */
    private static final DropIn DROP_IN = new DropIn(
            "login",
            "<featureManager><feature>appSecurity-5.0</feature></featureManager><basicRegistry id=\"basic\" realm=\""
                    + REALM + "\"><user name=\"" + USER + "\" password=\"" + PASSWORD + "\"/><group name=\"" + ROLE
                    + "\"><member name=\"" + USER + "\"/></group></basicRegistry>");

    private Login() {}

    /** The header by which a client says who it is. */
    static String header(String user, String password) {
        return "Authorization: " + credentials(user, password);
    }

    /** The value of that header. */
    static String credentials(String user, String password) {
        var credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /** Makes the container ask for it, before the WAR is deployed. */
    static void enable() {
        DROP_IN.add();
    }

    /** Takes that back. */
    static void disable() {
        DROP_IN.remove();
    }
}
