package io.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A proxy with the configuration that the documents recommend, in a process of its own. Only what differs from machine to
 * machine is put in: addresses, the path of the server under test, where files lie.
 */
final class Proxy implements AutoCloseable {
    private static final long START_MILLIS = 10_000;

    private final Process process;
    private final URI uri;
    private final Path log;

    private Proxy(Process process, URI uri, Path log) {
        this.process = process;
        this.uri = uri;
        this.log = log;
    }

    /** Which one. */
    enum Kind {
        NGINX("nginx-light", "/usr/sbin/nginx", "nginx.conf") {
            @Override
            List<String> arguments(Path site, Path folder, int port, int timeout) {
                var main = write(
                        folder.resolve("main.conf"),
                        "error_log stderr;\npid " + folder + "/pid;\nevents {}\nhttp {\naccess_log off;\n"
                                + "client_body_temp_path " + folder + "/body;\nproxy_temp_path " + folder + "/proxy;\n"
                                + "include " + site + ";\n}\n");
                return List.of("-c", main.toString(), "-g", "daemon off; master_process off;");
            }
        },
        HAPROXY("haproxy", "/usr/sbin/haproxy", "haproxy.cfg") {
            @Override
            List<String> arguments(Path site, Path folder, int port, int timeout) {
                return List.of("-db", "-f", site.toString());
            }
        },
        HTTPD("apache2-bin", "/usr/sbin/apache2", "httpd.conf") {
            @Override
            List<String> arguments(Path site, Path folder, int port, int timeout) {
                var modules = new StringBuilder();
                for (var module : List.of(
                        "mpm_event",
                        "authz_core",
                        "proxy",
                        "proxy_http",
                        "proxy_balancer",
                        "lbmethod_byrequests",
                        "slotmem_shm",
                        "proxy_hcheck",
                        "headers")) {
                    modules.append("LoadModule ")
                            .append(module)
                            .append("_module /usr/lib/apache2/modules/mod_")
                            .append(module)
                            .append(".so\n");
                }
                var main = write(
                        folder.resolve("main.conf"),
                        modules + "ServerRoot " + folder + "\nDefaultRuntimeDir " + folder + "\nPidFile " + folder
                                + "/pid\nErrorLog " + folder + "/error.log\nServerName localhost\nTimeout " + timeout
                                + "\nListen 127.0.0.1:"
                                + port
                                + (isRoot() ? "\nUser www-data\nGroup www-data" : "") + "\nInclude " + site + "\n");
                return List.of("-DFOREGROUND", "-f", main.toString());
            }
        };

        private final String debianPackage;
        private final Path program;
        private final String configuration;

        Kind(String debianPackage, String program, String configuration) {
            this.debianPackage = debianPackage;
            this.program = Path.of(program);
            this.configuration = configuration;
        }

        abstract List<String> arguments(Path site, Path folder, int port, int timeout);

        /** The configuration as it stands in the documents. */
        String configuration() {
            try {
                return Files.readString(Path.of("docs/guides/proxies", configuration));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Starts it in front of two nodes. Aborts the test if the machine lacks it.
     *
     * @param kind which
     * @param path of the server on these nodes
     * @param timeout instead of the 60 s of the configuration
     */
    static Proxy start(Kind kind, String path, int timeout, URI first, URI second) {
        Assumptions.assumeTrue(Files.isExecutable(kind.program), "apt-get install " + kind.debianPackage);
        int port = TwoNodes.freePort();
        try {
            var folder = Files.createTempDirectory(Product.war().getParent(), "proxy");
            var site = write(
                    folder.resolve(kind.configuration),
                    kind.configuration()
                            .replace("10.0.0.1:8080", first.getAuthority())
                            .replace("10.0.0.2:8080", second.getAuthority())
                            .replaceAll("(listen |bind |VirtualHost )(\\*?:?80)\\b", "$1127.0.0.1:" + port)
                            .replaceAll("(?m)(timeout \\w+ +|ProxyTimeout |(?:read|send)_timeout )60", "$1" + timeout)
                            .replaceAll("/socket(\\\\?)\\.io", "/" + path.replace(".", "$1.")));
            var command = new ArrayList<>(List.of(kind.program.toString()));
            command.addAll(kind.arguments(site, folder, port, timeout));
            var log = folder.resolve("output");
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var proxy = new Proxy(process, URI.create("http://127.0.0.1:" + port + "/"), log);
            proxy.await();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return uri;
    }

    private void await() {
        long end = System.currentTimeMillis() + START_MILLIS;
        while (process.isAlive() && System.currentTimeMillis() < end) {
            try (var connection = new Socket(uri.getHost(), uri.getPort())) {
                if (connection.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                pause();
            }
        }
        close();
        try {
            throw new IllegalStateException("the proxy does not start: " + Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At once: httpd would wait for its connections. */
    @Override
    public void close() {
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
