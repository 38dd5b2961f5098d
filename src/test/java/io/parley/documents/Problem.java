package io.parley.documents;

import java.nio.file.Path;

/**
 * What is wrong with a document.
 *
 * @param document which
 * @param line where, from 1
 * @param message why
 */
record Problem(Path document, int line, String message) {
    @Override
    public String toString() {
        return document + ":" + line + ": " + message;
    }
}
