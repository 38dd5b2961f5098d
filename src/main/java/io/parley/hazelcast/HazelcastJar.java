package io.parley.hazelcast;

import com.hazelcast.core.Hazelcast;
import java.io.IOException;
import java.net.JarURLConnection;

/**
 * Hazelcast's jar in the web application. Hazelcast reads resources of it by URL, and the JVM keeps a jar open that was read so,
 * with an index of more than a megabyte: on Jetty that would be left of each deployment.
 */
final class HazelcastJar {
    private HazelcastJar() {}

    /** Closes it, if it came with us; to be called when Hazelcast has ended. */
    static void close() {
        var resource = Hazelcast.class.getResource("Hazelcast.class");
        if (resource == null || Hazelcast.class.getClassLoader() != HazelcastJar.class.getClassLoader()) {
            return;
        }
        try {
            if (resource.openConnection() instanceof JarURLConnection connection) {
                connection.getJarFile().close();
            }
        } catch (IOException gone) {
            return; // with nothing left to close
        }
    }
}
