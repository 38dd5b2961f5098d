package io.parley.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever copies a sample from the documents gets one that works. */
final class DocumentsTest {
    private static final Path INDEX = Path.of("docs/README.md");
    private static final Path PLANTED = Path.of("src/test/resources/documents/planted.md");
    private static final List<Document> DOCUMENTS = documents();

    /** Those that have a parser here, and those that have none. */
    private static final Set<String> LANGUAGES =
            Set.of("java", "js", "html", "json", "xml", "", "text", "sh", "properties", "ts", "yaml");

    @TempDir
    private Path folder;

    private static List<Document> documents() {
        try (var docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md")
                                    .map(Path::of),
                            docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Document::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Decisions are what was thought at the time. */
    private static List<Sample> samples(List<Document> documents) {
        return documents.stream()
                .filter(document -> !document.file().startsWith("docs/decisions"))
                .flatMap(document -> document.samples().stream())
                .toList();
    }

    @Test
    void javaSamples_compile() {
        var samples = Sample.in(samples(DOCUMENTS), "java");

        assertThat(samples).isNotEmpty();
        assertThat(JavaSamples.problems(samples, folder)).isEmpty();
    }

    /** Those in comments of the code, too. */
    @Test
    void javadocSamples_compile() throws Exception {
        var samples = JavadocSamples.below(Path.of("src"));

        assertThat(samples).hasSizeGreaterThan(10);
        assertThat(JavaSamples.problems(Sample.in(samples, "java"), folder)).isEmpty();
        assertThat(WebSamples.problems(samples, folder)).isEmpty();
    }

    @Test
    void otherSamples_parse() throws Exception {
        assertThat(WebSamples.problems(samples(DOCUMENTS), folder)).isEmpty();
        assertThat(samples(DOCUMENTS)).extracting(Sample::language).isSubsetOf(LANGUAGES);
    }

    @Test
    void links_leadSomewhere() {
        assertThat(new Links(DOCUMENTS).problems()).isEmpty();
        assertThat(DOCUMENTS).flatExtracting(Document::problems).isEmpty();
    }

    @Test
    void index_namesEveryDocument() {
        var named = Document.read(INDEX).links().stream()
                .map(link -> INDEX.resolveSibling(link.target()).normalize())
                .toList();

        assertThat(DOCUMENTS)
                .extracting(Document::file)
                .filteredOn(file -> file.startsWith("docs") && !file.startsWith("docs/decisions"))
                .filteredOn(file -> !file.equals(INDEX))
                .isSubsetOf(named);
    }

    /** The checks find what is wrong in a document, and where. */
    @Test
    void whatIsWrong_isFound() throws Exception {
        var planted = Document.read(PLANTED);

        assertThat(JavaSamples.problems(Sample.in(planted.samples(), "java"), folder))
                .extracting(DocumentsTest::withoutFile)
                .containsExactlyInAnyOrder(
                        "31: cannot find symbol symbol: method rooms() location: variable namespace of type io.parley.Namespace",
                        "65: cannot find symbol symbol: method volatileOnce() location: variable socket of type io.parley.Socket",
                        "71: cannot find symbol symbol: class Mesage location: class samples.s8.Sample",
                        "72: missing return statement",
                        "82: cannot find symbol symbol: class List location: class app.Greeter");
        assertThat(WebSamples.problems(planted.samples(), folder))
                .extracting(DocumentsTest::withoutFile)
                .containsExactlyInAnyOrder(
                        "87: no JavaScript: missing ) after argument list",
                        "94: no JavaScript: missing ) after argument list",
                        "96: is not open: ul",
                        "101: no JSON: Unexpected char 101 at (line no=2, column no=13, offset=14), expecting 'u'",
                        "107: no XML: The element type \"groupId\" must be terminated by the matching end-tag \"</groupId>\".");
        assertThat(new Links(List.of(planted)).problems())
                .extracting(DocumentsTest::withoutFile)
                .containsExactlyInAnyOrder("111: leads nowhere: no-such-file.md", "111: leads nowhere: #what-is-right");
    }

    private static String withoutFile(Problem problem) {
        return problem.toString().replaceFirst("^.*\\.md:", "");
    }
}
