package io.parley.documents;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A Markdown file, as far as this project uses Markdown. */
final class Document {
    private static final Pattern FENCE = Pattern.compile("```(\\S*)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern COLUMN = Pattern.compile("sample: column (\\d+)(.*)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");

    private final Path file;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Set<String> anchors = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /** A place that another one is referred to at. */
    record Link(int line, String target) {}

    private Document(Path file) {
        this.file = file;
    }

    static Document read(Path file) {
        try {
            var document = new Document(file);
            document.parse(Files.readAllLines(file));
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return file;
    }

    List<Sample> samples() {
        return samples;
    }

    List<Link> links() {
        return links;
    }

    /** What links can name after the hash. */
    Set<String> anchors() {
        return anchors;
    }

    /** What is wrong with it as Markdown. */
    List<Problem> problems() {
        return problems;
    }

    private void parse(List<String> lines) {
        var seen = new HashMap<String, Integer>();
        var note = "";
        int at = 0;
        while (at < lines.size()) {
            var line = lines.get(at);
            var heading = HEADING.matcher(line);
            var fence = FENCE.matcher(line.trim());
            if (line.startsWith("<!--")) {
                int end = find(lines, at, "-->");
                note = String.join("\n", lines.subList(at, end + 1)).replaceAll("^<!--\\s*|\\s*-->$", "");
                at = end;
            } else if (fence.matches()) {
                int end = find(lines, at + 1, "```");
                addSample(lines.subList(at + 1, end), at + 2, fence.group(1), note);
                note = "";
                at = end;
            } else if (line.startsWith("|")) {
                addRow(line, at + 1, note);
            } else if (heading.matches()) {
                addAnchor(heading.group(1), seen);
                note = "";
            } else if (!line.isBlank()) {
                note = "";
            }
            if (!line.startsWith("    ") && !fence.matches()) {
                addLinks(line, at + 1);
            }
            at++;
        }
    }

    private int find(List<String> lines, int from, String end) {
        for (int at = from; at < lines.size(); at++) {
            if (lines.get(at).trim().endsWith(end)) {
                return at;
            }
        }
        problems.add(new Problem(file, from, "does not end with " + end));
        return lines.size() - 1;
    }

    private void addSample(List<String> code, int line, String language, String note) {
        int indent = code.stream()
                .filter(each -> !each.isBlank())
                .mapToInt(each -> each.length() - each.stripLeading().length())
                .min()
                .orElse(0);
        var text = code.stream()
                .map(each -> each.isBlank() ? "" : each.substring(indent))
                .collect(joining("\n"));
        samples.add(new Sample(file, line, language, note, text));
    }

    private void addRow(String row, int line, String note) {
        var column = COLUMN.matcher(note);
        if (column.matches()) {
            var cells = row.split("(?<!\\\\)\\|", -1);
            int index = Integer.parseInt(column.group(1));
            if (index < cells.length) {
                CODE.matcher(cells[index].replace("\\|", "|"))
                        .results()
                        .map(code -> new Sample(file, line, "java", "sample:" + column.group(2), code.group(1)))
                        .forEach(samples::add);
            }
        }
    }

    /** As the usual renderers name headings. */
    private void addAnchor(String heading, HashMap<String, Integer> seen) {
        var name = heading.replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .trim()
                .replace(' ', '-');
        int times = seen.merge(name, 1, Integer::sum);
        anchors.add(times == 1 ? name : name + "-" + (times - 1));
    }

    private void addLinks(String line, int number) {
        LINK.matcher(CODE.matcher(line).replaceAll(Document::withoutBrackets))
                .results()
                .forEach(link -> links.add(new Link(number, link.group(1))));
    }

    /** Code may have brackets and parentheses which are no link. */
    private static String withoutBrackets(MatchResult code) {
        return code.group(1).replaceAll("[\\[\\]()\\\\$]", "");
    }
}
