package io.parley.documents;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The links between documents, and to files; those to other sites are not followed. */
final class Links {
    private final Map<Path, Document> known = new HashMap<>();

    Links(List<Document> documents) {
        documents.forEach(document -> known.put(document.file().normalize(), document));
    }

    List<Problem> problems() {
        var problems = new ArrayList<Problem>();
        for (var document : known.values()) {
            for (var link : document.links()) {
                if (!leadsSomewhere(document, link.target())) {
                    problems.add(new Problem(document.file(), link.line(), "leads nowhere: " + link.target()));
                }
            }
        }
        return problems;
    }

    private boolean leadsSomewhere(Document from, String target) {
        if (target.matches("[a-z]+:.*")) {
            return true;
        }
        var parts = target.split("#", 2);
        var file = parts[0].isEmpty()
                ? from.file().normalize()
                : from.file().resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        var document = known.get(file);
        return parts.length == 1 || document != null && document.anchors().contains(parts[1]);
    }
}
