import com.sun.tools.attach.VirtualMachine;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Moves the clients of a node to others before it is stopped: {@code java tools/Drain.java PID [SECONDS]}, run with a JDK as
 * the user of the server, whose process id is PID. Ends when no client is left, or when the time (30 s by default) is over.
 */
final class Drain {
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: java Drain.java PID [SECONDS]");
            System.exit(2);
        }
        int seconds = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 30;
        var machine = VirtualMachine.attach(arguments[0]);
        var address = new JMXServiceURL(machine.startLocalManagementAgent());
        machine.detach();
        try (var connection = JMXConnectorFactory.connect(address)) {
            var beans = connection.getMBeanServerConnection();
            var servers = beans.queryNames(new ObjectName("io.parley:type=Server,*"), null);
            if (servers.isEmpty()) {
                System.err.println("there is no Parley in process " + arguments[0]);
                System.exit(1);
            }
            for (var server : servers) {
                beans.invoke(server, "drain", new Object[] {seconds}, new String[] {"int"});
            }
            int sessions = 1;
            for (int tenth = 0; tenth <= seconds * 10 && sessions > 0; tenth++) {
                Thread.sleep(100);
                sessions = 0;
                for (var server : servers) {
                    sessions += (Integer) beans.getAttribute(server, "Sessions");
                }
            }
            System.out.println(sessions + " sessions are left");
        }
    }
}
