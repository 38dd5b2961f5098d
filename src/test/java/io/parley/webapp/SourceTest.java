package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import javax.naming.Binding;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.junit.jupiter.api.Test;

final class SourceTest {
    private static final String BINDINGS = "java:comp/env/parley";

    @Test
    void eachSource_comesBeforeThoseBehindIt() {
        var all = List.of(
                Source.systemProperties(Map.of("parley.cluster.name", "1")),
                Source.environment(Map.of("PARLEY_CLUSTER_NAME", "2")),
                Source.jndi(names(Map.of(BINDINGS, Map.of("cluster.name", "3")))),
                MicroProfileConfig.of(new Properties(Map.of("parley.cluster.name", "4"))),
                Source.contextParameters(Map.of("parley.cluster.name", "5")));
        var where = List.of(
                "system property parley.cluster.name",
                "environment variable PARLEY_CLUSTER_NAME",
                "java:comp/env/parley/cluster.name",
                "MicroProfile Config, a file, property parley.cluster.name",
                "context parameter parley.cluster.name");
        for (int first = 0; first < all.size(); first++) {
            var configuration = new Configuration(all.subList(first, all.size()));
            assertThat(configuration.text(Setting.CLUSTER_NAME)).isEqualTo(String.valueOf(first + 1));
            assertThat(configuration.where(Setting.CLUSTER_NAME)).isEqualTo(where.get(first));
        }
    }

    @Test
    void jndi_givesNumbersAndFlagsAsTheyAreWritten() {
        var configuration = new Configuration(List.of(
                Source.jndi(names(Map.of(BINDINGS, Map.of("max-rooms", 7, "serve-client", false, "path", "/live"))))));
        assertThat(configuration.number(Setting.MAX_ROOMS)).isEqualTo(7);
        assertThat(configuration.flag(Setting.SERVE_CLIENT)).isFalse();
        assertThat(configuration.text(Setting.PATH)).isEqualTo("/live");
    }

    @Test
    void jndi_withoutOurNames_isNone() {
        assertThat(Source.jndi(names(Map.of())).texts()).isEmpty();
    }

    @Test
    void unknownBinding_isRefused_alsoInASubcontext() {
        var misspelt = Source.jndi(names(Map.of(BINDINGS, Map.of("ping_interval", "5s"))));
        assertThatThrownBy(() -> new Configuration(List.of(misspelt)))
                .hasMessage("java:comp/env/parley/ping_interval = \"5s\" is no setting; did you mean ping-interval?");

        var below = names(Map.of(BINDINGS + "/cluster", Map.of("name", "a")));
        var nested = Source.jndi(
                names(Map.of(BINDINGS, Map.of("cluster", below), BINDINGS + "/cluster", Map.of("name", "a"))));
        assertThatThrownBy(() -> new Configuration(List.of(nested)))
                .hasMessage("java:comp/env/parley/cluster/name = \"a\" is no setting; did you mean cluster.name?");
    }

    @Test
    void microProfileConfig_whoseSourcesListNoNames_isAskedForEach() {
        var silent = new Properties(Map.of("parley.path", "/live")) {
            @Override
            public Iterable<String> getPropertyNames() {
                return List.of();
            }
        };
        assertThat(MicroProfileConfig.of(silent).texts()).containsOnlyKeys("parley.path");
    }

    @Test
    void microProfileConfig_unknownNames_areRefused_andThoseOfOthersAreNot() {
        var others = new Configuration(List.of(MicroProfileConfig.of(new Properties(Map.of("app.path", "/live")))));
        assertThat(others.text(Setting.PATH)).isEqualTo("/socket.io");
        var unknown = MicroProfileConfig.of(new Properties(Map.of("parley.paths", "/live")));
        assertThatThrownBy(() -> new Configuration(List.of(unknown)))
                .hasMessage("MicroProfile Config, a file, property parley.paths = \"/live\" is no setting; did you mean"
                        + " parley.path?");
    }

    @Test
    void microProfileConfig_thatCannotFindAValueOut_stopsTheStart() {
        var broken = new Properties(Map.of("parley.path", "${missing}")) {
            @Override
            public ConfigValue getConfigValue(String name) {
                throw new NoSuchElementException("no value of missing");
            }
        };
        assertThatThrownBy(() -> MicroProfileConfig.of(broken))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no value of missing");
    }

    @Test
    void whatKubernetesTellsOfServices_isNoSetting() {
        var services = new TreeMap<String, String>();
        for (var service : List.of("PARLEY", "PARLEY_CLUSTER")) {
            services.put(service + "_SERVICE_HOST", "10.0.0.1");
            services.put(service + "_SERVICE_PORT", "80");
            services.put(service + "_SERVICE_PORT_HTTP", "80");
            services.put(service + "_PORT", "tcp://10.0.0.1:80");
            services.put(service + "_PORT_80_TCP", "tcp://10.0.0.1:80");
            services.put(service + "_PORT_80_TCP_ADDR", "10.0.0.1");
        }
        assertThat(Source.environment(services).texts()).isEmpty();
        assertThat(Source.environment(Map.of("PARLEY_CLUSTER_PORT", "5702")).texts())
                .containsOnlyKeys("PARLEY_CLUSTER_PORT");
    }

    /** Names like those of a container: what is bound in each context. */
    private static Context names(Map<String, Map<String, Object>> bound) {
        return (Context) Proxy.newProxyInstance(
                SourceTest.class.getClassLoader(), new Class<?>[] {Context.class}, (self, method, arguments) -> {
                    if (!method.getName().equals("listBindings")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    var found = bound.get(arguments[0]);
                    if (found == null) {
                        throw new NameNotFoundException(arguments[0] + " is not bound");
                    }
                    var bindings = found.entrySet().iterator();
                    return Proxy.newProxyInstance(
                            SourceTest.class.getClassLoader(),
                            new Class<?>[] {NamingEnumeration.class},
                            (enumeration, call, none) -> switch (call.getName()) {
                                case "hasMore" -> bindings.hasNext();
                                case "next" -> {
                                    var next = bindings.next();
                                    yield new Binding(next.getKey(), next.getValue());
                                }
                                default -> throw new UnsupportedOperationException(call.getName());
                            });
                });
    }

    /** MicroProfile Config with one source. */
    private static class Properties implements Config {
        private final Map<String, String> texts;

        Properties(Map<String, String> texts) {
            this.texts = texts;
        }

        @Override
        public Iterable<String> getPropertyNames() {
            return texts.keySet();
        }

        @Override
        public ConfigValue getConfigValue(String name) {
            return new Found(name, texts.get(name));
        }

        @Override
        public <T> T getValue(String name, Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> java.util.Optional<T> getOptionalValue(String name, Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<org.eclipse.microprofile.config.spi.ConfigSource> getConfigSources() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> java.util.Optional<org.eclipse.microprofile.config.spi.Converter<T>> getConverter(Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }

    private record Found(String getName, String getValue) implements ConfigValue {
        @Override
        public String getRawValue() {
            return getValue;
        }

        @Override
        public String getSourceName() {
            return "a file";
        }

        @Override
        public int getSourceOrdinal() {
            return 100;
        }
    }
}
