package io.parley.it;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of an application that Arquillian deploys; which one, each class says. */
@ExtendWith(ArquillianExtension.class)
abstract class OnServer {
    @ArquillianResource
    URI server;

    /** The server of the application that most tests of the class are about. */
    EngineUrl url;

    private final String path;

    /** @param path of that server, without slashes */
    OnServer(String path) {
        this.path = path;
    }

    /** The same for extensions, which are asked before it is set. */
    EngineUrl endpoint() {
        return new EngineUrl(server, path);
    }

    /** What an application is asked for by an event, with other fields: name, value, name, value, … */
    static Map<String, Object> with(Map<String, ?> request, Object... changes) {
        var changed = new HashMap<String, Object>(request);
        for (int i = 0; i < changes.length; i += 2) {
            changed.put((String) changes[i], changes[i + 1]);
        }
        return changed;
    }

    @BeforeEach
    void url() {
        url = endpoint();
    }
}
