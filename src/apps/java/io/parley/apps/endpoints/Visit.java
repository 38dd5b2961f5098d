package io.parley.apps.endpoints;

import jakarta.enterprise.context.RequestScoped;

/** One for each event. */
@RequestScoped
public class Visit {
    private int calls;

    int call() {
        return ++calls;
    }
}
