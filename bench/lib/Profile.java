import com.sun.tools.attach.VirtualMachine;
import java.util.Arrays;

/**
 * Has async-profiler record in another JVM: Profile PID LIBRARY START STOP… waits for a line, gives the command START,
 * waits for another line, and gives the commands STOP; it says when it is ready for each. (jcmd cannot give them: it
 * divides a command at its commas.)
 */
class Profile {
    public static void main(String[] args) throws Exception {
        var jvm = VirtualMachine.attach(args[0]);
        try {
            jvm.loadAgentPath(args[1], "status"); // loading it takes long
            System.out.println("ready");
            System.in.read();
            jvm.loadAgentPath(args[1], args[2]);
            System.out.println("started");
            System.in.read();
            for (var command : Arrays.copyOfRange(args, 3, args.length)) {
                jvm.loadAgentPath(args[1], command);
            }
        } finally {
            jvm.detach();
        }
    }
}
