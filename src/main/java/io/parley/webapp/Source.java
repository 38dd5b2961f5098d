package io.parley.webapp;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * One of the places in which settings stand.
 *
 * @param name how the key of a setting is written there
 * @param texts what stands there under names that are ours, with where that is, for people
 */
record Source(Function<Setting, String> name, Map<String, Text> texts) {
    private static final System.Logger LOG = System.getLogger(Source.class.getName());

    private static final String JNDI = "java:comp/env/parley";
    /** Depth of subcontexts; keys have none, so that what is found in one is only told to be wrong. */
    private static final int MOST_SUBCONTEXTS = 3;

    /** What Kubernetes tells each container of a Service whose name begins with ours. */
    private static final Predicate<String> SERVICE_LINK = Pattern.compile("PARLEY_([A-Z0-9_]+_)?"
                    + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)")
            .asMatchPredicate();

    private static final Predicate<String> SERVICE_URL =
            Pattern.compile("(tcp|udp|sctp)://\\S+").asMatchPredicate();

    /** A text, and where it stands: {@code system property parley.path}. */
    record Text(String text, String where) {}

    /** All there are, those first that come before others. Reads JNDI, so it belongs on the thread that deploys. */
    static List<Source> of(ServletContext context) {
        return List.of(
                systemProperties(properties()),
                environment(System.getenv()),
                jndi(),
                microProfileConfig(),
                contextParameters(parameters(context)));
    }

    static Source systemProperties(Map<String, String> all) {
        return named("system property ", "parley.", Setting::property, all);
    }

    static Source environment(Map<String, String> all) {
        var own = new HashMap<>(all);
        own.entrySet()
                .removeIf(variable -> SERVICE_LINK.test(variable.getKey())
                        || (variable.getKey().endsWith("_PORT") && SERVICE_URL.test(variable.getValue())));
        return named("environment variable ", "PARLEY_", Setting::variable, own);
    }

    static Source contextParameters(Map<String, String> all) {
        return named("context parameter ", "parley.", Setting::property, all);
    }

    private static Source named(String where, String prefix, Function<Setting, String> name, Map<String, String> all) {
        var texts = new TreeMap<String, Text>();
        all.forEach((key, text) -> {
            if (key.startsWith(prefix)) {
                texts.put(key, new Text(text, where + key));
            }
        });
        return new Source(name, texts);
    }

    /** What is bound in the names of the application; nothing on a server without JNDI. */
    @SuppressWarnings("BanJNDI") // a constant name
    private static Source jndi() {
        try {
            return jndi(new InitialContext());
        } catch (NamingException none) {
            LOG.log(Level.DEBUG, "there is no JNDI", none);
            return jndi(Map.of());
        }
    }

    @SuppressWarnings("BanJNDI")
    static Source jndi(Context names) {
        var texts = new LinkedHashMap<String, Text>();
        try {
            collect(names, JNDI, 0, texts);
        } catch (NamingException none) {
            LOG.log(Level.DEBUG, "nothing is bound at " + JNDI, none);
        }
        return jndi(texts);
    }

    private static Source jndi(Map<String, Text> texts) {
        return new Source(Setting::key, texts);
    }

    @SuppressWarnings("BanJNDI")
    private static void collect(Context names, String where, int depth, Map<String, Text> texts)
            throws NamingException {
        var bindings = names.listBindings(where);
        while (bindings.hasMore()) {
            var binding = bindings.next();
            var name = where + "/" + binding.getName();
            if (binding.getObject() instanceof Context && depth < MOST_SUBCONTEXTS) {
                collect(names, name, depth + 1, texts);
            } else {
                texts.put(name.substring(JNDI.length() + 1), new Text(String.valueOf(binding.getObject()), name));
            }
        }
    }

    /** What MicroProfile Config knows; nothing on a server without it. */
    private static Source microProfileConfig() {
        try {
            return MicroProfileConfig.read();
        } catch (NoClassDefFoundError | IllegalStateException absent) {
            LOG.log(Level.DEBUG, "there is no MicroProfile Config", absent);
            return new Source(Setting::property, Map.of());
        }
    }

    private static Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        for (var name : System.getProperties().stringPropertyNames()) {
            var value = System.getProperty(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        return properties;
    }

    private static Map<String, String> parameters(ServletContext context) {
        var parameters = new HashMap<String, String>();
        context.getInitParameterNames()
                .asIterator()
                .forEachRemaining(name -> parameters.put(name, context.getInitParameter(name)));
        return parameters;
    }
}
