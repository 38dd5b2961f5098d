package io.parley.it;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The JVM that serves, seen from outside: Jetty is in the test's own, whose objects are counted with it, Open Liberty in
 * one of its children. Linux only.
 */
final class ServerProcess {
    private static final Pattern HISTOGRAM_LINE = Pattern.compile("(?m)^\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+)");
    private static final Pattern THREAD_LINE = Pattern.compile("(?m)^\"(.*)\" #\\d+ ");
    /** What the kernel counts in: {@code getconf CLK_TCK}, the same everywhere. */
    private static final int TICKS_PER_SECOND = 100;

    private final long pid;

    private ServerProcess(long pid) {
        this.pid = pid;
    }

    static ServerProcess find() {
        var self = ProcessHandle.current();
        if (!Product.isOnLiberty()) {
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
        return figures().instances().getOrDefault(type, 0L);
    }

    /** What there is, after a collection. */
    ServerFigures figures() {
        var instances = new HashMap<String, Long>();
        var bytes = new HashMap<String, Long>();
        HISTOGRAM_LINE.matcher(jcmd("GC.class_histogram")).results().forEach(line -> {
            instances.merge(line.group(3), Long.valueOf(line.group(1)), Long::sum);
            bytes.merge(line.group(3), Long.valueOf(line.group(2)), Long::sum);
        });
        return new ServerFigures(instances, bytes, threads(), descriptors());
    }

    /**
     * The CPU time that the process has used, but for that of the calling thread if it is one of the process: a client in
     * the same JVM that sends from this thread only does not count.
     */
    Duration cpu() {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            var all = Duration.ofMillis(
                    (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS_PER_SECOND);
            return Product.isOnLiberty()
                    ? all
                    : all.minusNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By name, with numbers as {@code #}. */
    Map<String, Long> threads() {
        var threads = new HashMap<String, Long>();
        for (var thread : jcmd("Thread.print").split("\n\n")) {
            var line = THREAD_LINE.matcher(thread);
            if (line.find()) {
                var name = line.group(1).replaceAll("[0-9a-f]{6,}|\\d+", "#");
                boolean hangs = name.equals("parley-close-#") && thread.contains("SimpleSync.simpleWait");
                threads.merge(hangs ? ServerFigures.HANGING_IN_LIBERTY : name, 1L, Long::sum);
            }
        }
        return threads;
    }

    private Map<String, Long> descriptors() {
        var descriptors = new HashMap<String, Long>();
        var links = Path.of("/proc", Long.toString(pid), "fd").toFile().listFiles();
        for (var link : links) {
            try {
                var target = Files.readSymbolicLink(link.toPath()).toString();
                descriptors.merge(target.replaceAll(":\\[\\d+]", ""), 1L, Long::sum);
            } catch (IOException closed) {
                continue;
            }
        }
        return descriptors;
    }

    /** Its JMX. */
    MBeanServerConnection beans() {
        if (!Product.isOnLiberty()) {
            return ManagementFactory.getPlatformMBeanServer();
        }
        try {
            var machine = VirtualMachine.attach(Long.toString(pid));
            try {
                var address = new JMXServiceURL(machine.startLocalManagementAgent());
                return JMXConnectorFactory.connect(address).getMBeanServerConnection();
            } finally {
                machine.detach();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AttachNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    private String jcmd(String command) {
        try {
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            var process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            try (var out = process.getInputStream()) {
                var answer = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                process.getErrorStream().close();
                process.waitFor();
                return answer;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
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
