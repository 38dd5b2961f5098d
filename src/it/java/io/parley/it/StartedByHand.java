package io.parley.it;

import io.parley.webapp.Parley;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Part of a WAR that starts Parley itself. */
@WebListener
public final class StartedByHand implements ServletContextListener {
    private Parley parley;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        parley = Parley.start(
                event.getServletContext(),
                io -> io.on("connection", socket -> socket.emit("hello", "started by hand")));
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        parley.close();
    }
}
