package peer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.startup.Tomcat;

/** Serves the WAR of the load application, $WAR, on 127.0.0.1:$PORT. */
final class TomcatServer {
    private TomcatServer() {}

    public static void main(String[] args) throws Exception {
        var port = System.getenv().getOrDefault("PORT", "3000");
        var home = Path.of("target", "tomcat-" + port);
        Files.createDirectories(home.resolve("webapps"));
        var tomcat = new Tomcat();
        tomcat.setBaseDir(home.toString());
        tomcat.setPort(Integer.parseInt(port));
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("acceptCount", "4096");
        tomcat.setAddDefaultWebXmlToWebapp(false); // it asks for a JSP engine
        var context = tomcat.addWebapp(
                "", Path.of(System.getenv("WAR")).toAbsolutePath().toString());
        tomcat.start();
        if (context.getState() != LifecycleState.STARTED) {
            throw new IllegalStateException("Tomcat did not start the application");
        }
        System.out.println("listening on " + port);
        tomcat.getServer().await();
    }
}
