package io.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The JVM that serves, seen from outside: Jetty is in the test's own, whose objects are counted with it, Open Liberty in
 * one of its children. Linux only.
 */
final class ServerProcess {
    private final long pid;

    private ServerProcess(long pid) {
        this.pid = pid;
    }

    static ServerProcess find() {
        var self = ProcessHandle.current();
        if (!"liberty".equals(System.getProperty("arquillian.launch"))) {
            return new ServerProcess(self.pid());
        }
        var name = System.getProperty("liberty.server");
        return new ServerProcess(self.descendants()
                .filter(child -> {
                    var line = commandLine(child.pid());
                    return line.contains("ws-server.jar") && line.contains(name);
                })
                .findFirst()
                .orElseThrow()
                .pid());
    }

    /** How many reachable objects of a class there are, after a collection. */
    long objects(String type) {
        var line = Pattern.compile("(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+" + Pattern.quote(type) + "(\\s|$)")
                .matcher(histogram());
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    private String histogram() {
        try {
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            var process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }
}
