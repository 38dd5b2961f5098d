package io.parley.it;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A login by the container, with BASIC or a form, and the two users who can. Jetty has it always, see {@link JettyNode}; Open Liberty
 * while a test wants it.
 */
final class Login {
    static final String REALM = "parley";
    static final String USER = "alice";
    static final String PASSWORD = "wonderland";
    static final String ROLE = "member";
    static final String ADMIN = "admin";

    /** Has the same password, and is no admin. */
    static final String OTHER_USER = "bob";

    /** For the WAR: the path of the server is for that role only. */
    static final String DESCRIPTOR = forMembers("/socket.io/*")
            + "<login-config><auth-method>BASIC</auth-method><realm-name>" + REALM + "</realm-name></login-config>";

    /** The same with a form, and a page for those who are logged in. */
    static final String FORM = forMembers("/socket.io/*", "/account")
            + "<login-config><auth-method>FORM</auth-method><realm-name>" + REALM + "</realm-name><form-login-config>"
            + "<form-login-page>/login.html</form-login-page><form-error-page>/login.html</form-error-page>"
            + "</form-login-config></login-config>";

    /** The same with tokens that the container checks. */
    static final String TOKENS = forMembers("/socket.io/*")
            + "<login-config><auth-method>MP-JWT</auth-method><realm-name>" + REALM + "</realm-name></login-config>";

    /** For Open Liberty; a group named like the role has it, where nothing else is said. */
    private static final DropIn DROP_IN = new DropIn(
            "login",
            "<featureManager><feature>appSecurity-5.0</feature></featureManager><basicRegistry id=\"basic\" realm=\""
                    + REALM + "\">" + user(USER) + user(OTHER_USER) + group(ROLE, USER, OTHER_USER) + group(ADMIN, USER)
                    + "</basicRegistry>");

    private Login() {}

    private static String user(String name) {
        return "<user name=\"" + name + "\" password=\"" + PASSWORD + "\"/>";
    }

    private static String group(String name, String... members) {
        var group = new StringBuilder("<group name=\"" + name + "\">");
        for (var member : members) {
            group.append("<member name=\"").append(member).append("\"/>");
        }
        return group.append("</group>").toString();
    }

    private static String forMembers(String... paths) {
        var constraint = new StringBuilder(
                "<security-constraint><web-resource-collection><web-resource-name>sockets</web-resource-name>");
        for (var path : paths) {
            constraint.append("<url-pattern>").append(path).append("</url-pattern>");
        }
        return constraint + "</web-resource-collection><auth-constraint><role-name>" + ROLE
                + "</role-name></auth-constraint></security-constraint><security-role><role-name>" + ROLE
                + "</role-name></security-role><security-role><role-name>" + ADMIN + "</role-name></security-role>";
    }

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
