package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The example {@code whiteboard}. */
class WhiteboardIT extends OnExample {
    private static final Map<String, Object> LINE =
            Map.of("color", "#c2261b", "width", 4.5, "path", List.of(0.25, 0.25, 0.75, 0.5));

    @Deployment(testable = false)
    static WebArchive example() {
        return Example.WHITEBOARD.archive();
    }

    @Test
    void whatOneDraws_theOthersOfTheBoardSee_alsoThoseWhoComeLater() {
        var ann = connected("/boards/plans", Map.of(), "strokes", "draw", "clear");
        assertThat(ann.next("strokes")).containsExactly(List.of());
        var bob = connected("/boards/plans", Map.of(), "strokes", "draw", "clear", "pen");
        var elsewhere = connected("/boards/other", Map.of(), "strokes", "draw");

        assertThat(ann.ask("draw", LINE)).containsExactly(true);
        ann.emit("pen", 0.5, 0.5);

        assertThat(bob.next("draw")).containsExactly(LINE);
        assertThat(bob.next("pen")).containsExactly(ann.id(), 0.5, 0.5);
        assertThat(connected("/boards/plans", Map.of(), "strokes").next("strokes"))
                .containsExactly(List.of(LINE));
        bob.emit("clear");
        ann.next("clear");
        assertThat(connected("/boards/plans", Map.of(), "strokes").next("strokes"))
                .containsExactly(List.of());
        assertThat(elsewhere.isQuiet("draw")).isTrue();
    }

    @Test
    void whatCannotBeDrawn_isRefused_andNobodyElseSeesIt() {
        var ann = connected("/boards/bad", Map.of());
        var bob = connected("/boards/bad", Map.of(), "draw");

        for (var wrong : List.of(
                Map.of("color", "url(evil)", "width", 4, "path", List.of(0, 0)),
                Map.of("color", "#c2261b", "width", 4_000, "path", List.of(0, 0)),
                Map.of("color", "#c2261b", "width", 4, "path", List.of(0, 7)),
                Map.of("color", "#c2261b", "width", 4, "path", List.of(0)),
                Map.of())) {
            assertThat(ann.ask("draw", wrong)).containsExactly(false);
        }
        assertThat(ann.ask("draw", "a line").get(0)).asInstanceOf(MAP).containsKey("error");
        assertThat(bob.isQuiet("draw")).isTrue();
    }
}
