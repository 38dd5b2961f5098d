package io.parley.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles samples as somebody else's code: files with those of their document, in the state of that page; all others each
 * for itself, with the usual imports.
 */
final class JavaSamples {
    private static final String IMPORTS = Stream.of(
                    "io.parley.*",
                    "io.parley.emitter.*",
                    "io.parley.endpoint.*",
                    "io.parley.engine.*",
                    "io.parley.packet.*",
                    "io.parley.testkit.*",
                    "io.parley.webapp.*",
                    "jakarta.servlet.*",
                    "jakarta.servlet.annotation.*",
                    "jakarta.servlet.http.*",
                    "java.security.Principal",
                    "java.time.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.regex.Pattern",
                    "org.junit.jupiter.api.*",
                    "org.junit.jupiter.api.extension.RegisterExtension",
                    "static org.junit.jupiter.api.Assertions.assertEquals")
            .map(name -> "import " + name + ";")
            .collect(joining(" "));
    /** What statements can use without saying where it comes from. */
    private static final String GIVEN =
            "SocketIoServer io; Namespace namespace; Socket socket; Handshake handshake; Event event; Ack ack;";

    private static final Pattern TYPE =
            Pattern.compile("(?m)^((public|abstract|final|sealed) )*(class|interface|enum|record|@interface) \\w+");

    private static final Pattern MEMBER = Pattern.compile("@|(public|protected|private) ");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final List<Problem> problems = new ArrayList<>();
    private final Path output;

    private JavaSamples(Path output) {
        this.output = output;
    }

    /**
     * {@return what the compiler says}
     *
     * @param samples of Java only
     * @param output a folder for classes
     */
    static List<Problem> problems(List<Sample> samples, Path output) {
        var compilation = new JavaSamples(output);
        var single = new ArrayList<Source>();
        var byDocument = new LinkedHashMap<Path, List<Sample>>();
        for (var sample : samples) {
            if (sample.file().isEmpty()) {
                single.add(wrapped(sample, "samples.s" + single.size()));
            } else {
                byDocument
                        .computeIfAbsent(sample.document(), document -> new ArrayList<>())
                        .add(sample);
            }
        }
        compilation.compile(single);
        byDocument.values().forEach(compilation::compileFiles);
        return compilation.problems;
    }

    /** A path that comes again is a later state of the file: what was there until then is compiled, too. */
    private void compileFiles(List<Sample> files) {
        var project = new LinkedHashMap<String, Source>();
        for (var file : files) {
            if (project.containsKey(file.file())) {
                compile(project.values());
            }
            project.put(file.file(), new Source(file, "", file.code(), ""));
        }
        compile(project.values());
    }

    private void compile(Collection<Source> sources) {
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
            run(sources, files, diagnostics);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .forEach(this::add);
    }

    private void run(
            Collection<Source> sources, JavaFileManager files, DiagnosticCollector<JavaFileObject> diagnostics) {
        var options = List.of(
                "-proc:none", "-parameters", "--release", "17", "-implicit:none", "-XDshould-stop.ifError=FLOW");
        compiler.getTask(null, files, diagnostics, options, null, sources).call();
    }

    private void add(Diagnostic<? extends JavaFileObject> diagnostic) {
        var message = diagnostic.getMessage(Locale.ROOT).replaceAll("\\s+", " ");
        if (diagnostic.getSource() instanceof Source source) {
            problems.add(source.sample.problem(Math.toIntExact(diagnostic.getLineNumber()), message));
        } else {
            throw new IllegalStateException(message);
        }
    }

    private static Source wrapped(Sample sample, String ownPackage) {
        var head = "package " + ownPackage + "; " + IMPORTS + " ";
        var code = sample.code();
        return switch (sample.kind().isEmpty() ? looksLike(code) : sample.kind()) {
            case "unit" -> new Source(sample, head, code, "\n" + sample.given());
            case "members" -> new Source(sample, head + "class Sample { " + sample.given() + " ", code, "\n}");
            case "statements" ->
                new Source(
                        sample,
                        head + "class Sample { " + GIVEN + " " + sample.given() + " void sample() throws Exception { ",
                        code.endsWith(";") || code.endsWith("}") ? code : code + "\n;",
                        "\n}}");
            default ->
                throw new IllegalStateException(
                        sample.problem(1, "unknown kind of sample").toString());
        };
    }

    private static String looksLike(String code) {
        if (TYPE.matcher(code).find()) {
            return "unit";
        }
        return MEMBER.matcher(code).lookingAt() ? "members" : "statements";
    }

    /** A sample with what is put before it on its first line, and after its last. */
    private static final class Source extends SimpleJavaFileObject {
        final Sample sample;
        private final String text;

        Source(Sample sample, String before, String code, String after) {
            super(URI.create("sample:///" + sample.document() + "/" + sample.line() + ".java"), Kind.SOURCE);
            this.sample = sample;
            this.text = before + code + after;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        /** Whatever public class there is: the documents do not say what the file is called. */
        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return sample.file().isEmpty() || sample.file().endsWith("/" + simpleName + kind.extension);
        }
    }
}
