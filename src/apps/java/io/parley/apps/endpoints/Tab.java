package io.parley.apps.endpoints;

import io.parley.cdi.ConnectionScoped;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** One for each client. */
@ConnectionScoped
public class Tab {
    private final List<String> ordered = new ArrayList<>();

    @Inject
    Orders orders;

    List<String> add(String what) {
        ordered.add(what);
        return List.copyOf(ordered);
    }

    @PreDestroy
    void close() {
        orders.note("closed " + ordered);
    }
}
