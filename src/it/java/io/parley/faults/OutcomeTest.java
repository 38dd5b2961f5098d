package io.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is read out of the notes of the nodes. */
class OutcomeTest {
    private static final List<String> IDS = List.of("a", "b", "c");
    private static final int SENDER = Note.senderOf(0, 0);

    @Test
    void aMessageThatDidNotCome_isLost_andKnownIfAnnounced() {
        var silent = outcome(sent(3), List.of(came(1), came(3)));
        var announced = outcome(sent(3), List.of(came(1), new Note.Gap("a", 1), came(3)));

        assertThat(silent.expected()).isEqualTo(3);
        assertThat(silent.lost()).isEqualTo(1);
        assertThat(silent.silent()).isEqualTo(1);
        assertThat(announced.lost()).isEqualTo(1);
        assertThat(announced.silent()).isZero();
    }

    @Test
    void anAnnouncementOfAnotherNode_excusesNothing() {
        assertThat(outcome(sent(2), List.of(came(1), new Note.Gap("c", 5))).silent())
                .isEqualTo(1);
    }

    @Test
    void doubles_andWhatComesLate_areCounted() {
        var outcome = outcome(sent(4), List.of(came(1), came(3), came(2), came(3), came(4)));

        assertThat(outcome.lost()).isZero();
        assertThat(outcome.doubled()).isEqualTo(1);
        assertThat(outcome.reordered()).isEqualTo(1);
    }

    @Test
    void whatWasRefused_isNotLost() {
        var outcome = outcome(List.of(new Note.Emitted(SENDER, 1, 0, 1, true)), List.of());

        assertThat(outcome.refused()).isEqualTo(1);
        assertThat(outcome.lost()).isZero();
    }

    @Test
    void ofANodeThatDied_onlyHolesAreSeen() {
        var outcome =
                Outcome.of(Fault.KILL, Carrier.Kind.PARLEY, Map.of(1, List.of(came(1), came(3))), IDS, 0, 1000, 2000);

        assertThat(outcome.expected()).isEqualTo(3);
        assertThat(outcome.lost()).isEqualTo(1);
    }

    @Test
    void membership_isLookedAtBetweenTheFaultAndTheEnd() {
        var outcome = Outcome.of(
                Fault.PARTITION,
                Carrier.Kind.PARLEY,
                Map.of(
                        0, List.of(members(5, 3), members(110, 2), members(330, 3), members(410, 1)),
                        1, List.of(members(120, 2), members(340, 3))),
                IDS,
                100,
                300,
                400);

        assertThat(outcome.noticed()).isEqualTo(Duration.ofNanos(20));
        assertThat(outcome.merged()).isEqualTo(Duration.ofNanos(40));
    }

    private static Outcome outcome(List<Note> sender, List<Note> receiver) {
        return Outcome.of(Fault.NONE, Carrier.Kind.PARLEY, Map.of(0, sender, 1, receiver), IDS, 0, 1000, 2000);
    }

    private static List<Note> sent(int count) {
        return Stream.iterate(1L, number -> number + 1)
                .limit(count)
                .<Note>map(number -> new Note.Emitted(SENDER, number, number, 1, false))
                .toList();
    }

    private static Note came(long number) {
        return new Note.Received(SENDER, number, number, number);
    }

    private static Note members(long at, int count) {
        return new Note.Members(at, count);
    }
}
