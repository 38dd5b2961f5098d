package io.parley.webapp;

import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What MicroProfile Config knows of our settings: in its files, in those of the server, and in what else the application has
 * added to it. Loaded only where there is MicroProfile Config.
 */
final class MicroProfileConfig {
    private MicroProfileConfig() {}

    /**
     * System properties and the environment are among it; they have been looked at before, in our own order.
     *
     * @throws IllegalStateException if there is the API alone
     * @throws ConfigurationException if a value cannot be found out, for instance since it refers to another that is missing
     */
    static Source read() {
        return of(ConfigProvider.getConfig());
    }

    static Source of(Config config) {
        // a source need not list its names
        var names = new TreeSet<String>();
        for (var setting : Setting.values()) {
            names.add(setting.property());
        }
        config.getPropertyNames().forEach(name -> {
            if (name.startsWith("parley.")) {
                names.add(name);
            }
        });
        var texts = new TreeMap<String, Source.Text>();
        for (var name : names) {
            var value = value(config, name);
            var text = value.getValue();
            if (text != null) {
                texts.put(
                        name,
                        new Source.Text(text, "MicroProfile Config, " + value.getSourceName() + ", property " + name));
            }
        }
        return new Source(Setting::property, texts);
    }

    private static org.eclipse.microprofile.config.ConfigValue value(Config config, String name) {
        try {
            return config.getConfigValue(name);
        } catch (IllegalArgumentException | java.util.NoSuchElementException unknown) {
            throw new ConfigurationException("MicroProfile Config, property " + name + ": " + unknown.getMessage());
        }
    }
}
