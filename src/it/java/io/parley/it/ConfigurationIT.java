package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Settings of a container's own kind, and handlers on threads of its own: what only a container can show. */
class ConfigurationIT extends OnServer {
    private static final DropIn LIBERTY = new DropIn(
            "configuration",
            "<featureManager><feature>jndi-1.0</feature><feature>mpConfig-3.1</feature><feature>concurrent-3.0</feature>"
                    + "</featureManager>");

    ConfigurationIT() {
        super("live");
    }

    @Deployment(testable = false)
    static WebArchive product() {
        LIBERTY.add();
        return Product.archive(
                        Map.of("parley.path", "/overruled", "parley.ping-timeout", "21s"),
                        "<env-entry><env-entry-name>parley/path</env-entry-name><env-entry-type>java.lang.String"
                                + "</env-entry-type><env-entry-value>/live</env-entry-value></env-entry>"
                                + "<env-entry><env-entry-name>parley/max-rooms</env-entry-name><env-entry-type>"
                                + "java.lang.Integer</env-entry-type><env-entry-value>7</env-entry-value></env-entry>")
                .addClass(WhereaboutsApplication.class)
                .addAsResource(
                        new StringAsset("parley.path=/overruled\nparley.ping-interval=24s\n"),
                        "META-INF/microprofile-config.properties");
    }

    @AfterAll
    static void end() {
        LIBERTY.remove();
    }

    @Test
    void settings_areThoseOfTheFirstPlaceThatHasThem_andTellWhichItIs() throws Exception {
        var beans = ServerProcess.find().beans();
        var names = beans.queryNames(new ObjectName("io.parley:type=Server,*"), null);
        assertThat(names).hasSize(1);
        var settings = (TabularData) beans.getAttribute(names.iterator().next(), "Settings");
        assertThat(told(settings, "path")).isEqualTo("/live (java:comp/env/parley/path)");
        assertThat(told(settings, "max-rooms")).isEqualTo("7 (java:comp/env/parley/max-rooms)");
        assertThat(told(settings, "ping-timeout")).isEqualTo("21s (context parameter parley.ping-timeout)");
        assertThat(told(settings, "max-depth")).isEqualTo("64 (default)");
        if (Product.isOnLiberty()) {
            assertThat(told(settings, "ping-interval"))
                    .startsWith("24s (MicroProfile Config, ")
                    .endsWith("property parley.ping-interval)");
        } else {
            assertThat(told(settings, "ping-interval")).isEqualTo("25s (default)");
        }
    }

    @Test
    void handlers_haveTheNamesAndClassesOfTheApplication_onThreadsOfTheContainerIfItHasSome() {
        var client = RawClient.byWebSocket(url).join("/whereabouts");
        client.send("42/whereabouts,1[\"where\"]");
        var answer = client.next("43/whereabouts,1");
        assertThat(answer).endsWith(",true,\"/live\"]");
        if (Product.isOnLiberty()) {
            assertThat(answer).contains("[\"Default Executor-thread-");
        } else {
            assertThat(answer).contains("[\"parley-handler-");
        }
        client.close();
    }

    private static String told(TabularData settings, String key) {
        return (String) settings.get(new Object[] {key}).get("value");
    }
}
