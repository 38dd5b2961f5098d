package io.parley.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Parses the samples that are not Java. */
final class WebSamples {
    private static final Pattern TAG = Pattern.compile("<!--.*?-->|<(/?)([a-z][a-z0-9]*)\\b[^>]*>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);
    private static final Set<String> VOID = Set.of("br", "hr", "img", "input", "link", "meta");

    /** Parses each file that it is given, as the inside of an asynchronous function: samples may await. */
    private static final String NODE_PROGRAM = """
            const vm = require("node:vm");
            const fs = require("node:fs");
            for (const file of process.argv.slice(1)) {
              const code = fs.readFileSync(file, "utf8").replace(/^import .*$/gm, "").replace(/^export /gm, "");
              try {
                new vm.Script("(async () => {" + code + "\\n})", { filename: "sample" });
              } catch (error) {
                console.log(`${file} ${/^sample:(\\d+)/.exec(error.stack)[1]} ${error.message}`);
              }
            }
            """;

    private final List<Problem> problems = new ArrayList<>();

    private WebSamples() {}

    /**
     * {@return what does not parse}
     *
     * @param samples of any language
     * @param folder an empty one
     */
    static List<Problem> problems(List<Sample> samples, Path folder) throws IOException, InterruptedException {
        var parsers = new WebSamples();
        Sample.in(samples, "json").forEach(parsers::json);
        Sample.in(samples, "xml").forEach(parsers::xml);
        Sample.in(samples, "html").forEach(parsers::html);
        var scripts = new ArrayList<>(Sample.in(samples, "js"));
        Sample.in(samples, "html").forEach(page -> scripts.addAll(scripts(page)));
        parsers.scripts(scripts, folder);
        return parsers.problems;
    }

    private void json(Sample sample) {
        try (var parser = Json.createParser(new StringReader(sample.code()))) {
            while (parser.hasNext()) {
                parser.next();
            }
        } catch (JsonParsingException e) {
            problems.add(sample.problem((int) e.getLocation().getLineNumber(), "no JSON: " + firstLine(e)));
        }
    }

    /** A whole file, or a part of one. */
    private void xml(Sample sample) {
        var text = sample.code().startsWith("<?xml") ? sample.code() : "<part>" + sample.code() + "</part>";
        try {
            var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            builder.parse(new InputSource(new StringReader(text)));
        } catch (SAXParseException e) {
            problems.add(sample.problem(e.getLineNumber(), "no XML: " + firstLine(e)));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new IllegalStateException(
                    sample.problem(1, "cannot be parsed").toString(), e);
        }
    }

    /** Each tag is closed, and in its place. */
    private void html(Sample sample) {
        var open = new ArrayDeque<String>();
        var text = SCRIPT.matcher(sample.code()).replaceAll(script -> "\n".repeat(lines(script.group()) - 1));
        var tags = TAG.matcher(text);
        while (tags.find()) {
            var name = tags.group(2);
            if (name == null || VOID.contains(name)) {
                continue;
            }
            if (tags.group(1).isEmpty()) {
                open.push(name);
            } else if (open.isEmpty() || !open.pop().equals(name)) {
                problems.add(sample.problem(lines(text.substring(0, tags.start())), "is not open: " + name));
                return;
            }
        }
        open.forEach(name -> problems.add(sample.problem(lines(text), "is not closed: " + name)));
    }

    private static List<Sample> scripts(Sample page) {
        return SCRIPT.matcher(page.code())
                .results()
                .map(script -> new Sample(
                        page.document(),
                        page.line() + lines(page.code().substring(0, script.start(1))) - 1,
                        "js",
                        "",
                        script.group(1)))
                .toList();
    }

    private void scripts(List<Sample> scripts, Path folder) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("node", "--no-warnings", "--experimental-vm-modules", "-e", NODE_PROGRAM, "--"));
        for (int i = 0; i < scripts.size(); i++) {
            Files.writeString(folder.resolve(i + ""), scripts.get(i).code());
            command.add(i + "");
        }
        var node = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(node.getInputStream().readAllBytes(), UTF_8);
        if (!node.waitFor(10, TimeUnit.SECONDS) || node.exitValue() != 0) {
            throw new IllegalStateException(output);
        }
        output.lines()
                .map(line -> line.split(" ", 3))
                .forEach(found -> problems.add(scripts.get(Integer.parseInt(found[0]))
                        .problem(Integer.parseInt(found[1]), "no JavaScript: " + found[2])));
    }

    private static int lines(String text) {
        return text.split("\n", -1).length;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
