package io.parley.faults;

import static io.parley.faults.Cluster.sleep;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What can befall a cluster of three. The last node is the one that it befalls, if it befalls one. */
enum Fault {
    /** No fault, to compare with. */
    NONE(cluster -> over(30)),
    /** {@code kill -9} of one node. */
    KILL(Fault::kill),
    /** A collection of garbage, say, that is too short to be noticed. */
    PAUSE_8(cluster -> pause(cluster, 8)),
    /** One that is noticed. */
    PAUSE_15(cluster -> pause(cluster, 15)),
    /** One after the other: 3 s in each 10 s. */
    PAUSES(Fault::pauses),
    /** One node from two. */
    PARTITION(cluster -> partition(cluster, 30)),
    /** The same, for longer than nodes keep what they have sent. */
    SHORT_RING(cluster -> partition(cluster, 30)),
    /** For longer than nodes keep what they have sent, without their being told to keep less. */
    LONG_PARTITION(cluster -> partition(cluster, 120)),
    /** One node hears, and is not heard. */
    ONE_WAY(Fault::mute),
    /** Packets get lost. */
    LOSS_5(cluster -> lose(cluster, 5, 30)),
    /** More packets get lost. */
    LOSS_20(cluster -> lose(cluster, 20, 30)),
    /** What one node says, and what it hears, is late by 50 to 300 ms. */
    DELAY(Fault::delay),
    /** The line of one node takes 1 Mbit a second. */
    NARROW(Fault::narrow),
    /** After a partition all that one node has seen comes once more. */
    REPLAY(cluster -> replay(cluster, 15)),
    /** The clock of one node is set an hour on, two hours back, right, and a second back. */
    CLOCK(Fault::jump),
    /** What each build can afford: some of each, and a kill for the end. */
    IN_SHORT(Fault::inShort);

    static final int VICTIM = Cluster.NODES - 1;

    private final ToLongFunction<Cluster> strike;

    Fault(ToLongFunction<Cluster> strike) {
        this.strike = strike;
    }

    /**
     * Strikes, and returns when all is done.
     *
     * @return when the trouble was over, which may be before
     */
    long strike(Cluster cluster) {
        return strike.applyAsLong(cluster);
    }

    /** How long nodes keep what they have sent. */
    Duration ring() {
        return Duration.ofSeconds(this == SHORT_RING ? 10 : 60);
    }

    /** Whether a node itself stands still at times, so that its own emitters do, too. */
    boolean stopsTheVictim() {
        return Set.of(PAUSE_8, PAUSE_15, PAUSES, IN_SHORT).contains(this);
    }

    private static long kill(Cluster cluster) {
        cluster.node(VICTIM).kill();
        return over(20);
    }

    private static long pause(Cluster cluster, int seconds) {
        cluster.node(VICTIM).pause();
        sleep(Duration.ofSeconds(seconds));
        cluster.node(VICTIM).resume();
        return over(0);
    }

    private static long pauses(Cluster cluster) {
        for (int i = 0; i < 3; i++) {
            pause(cluster, 3);
            sleep(Duration.ofSeconds(7));
        }
        return over(0);
    }

    private static long partition(Cluster cluster, int seconds) {
        cluster.network().mute(VICTIM);
        cluster.network().deafen(VICTIM);
        return heal(cluster, seconds);
    }

    private static long mute(Cluster cluster) {
        cluster.network().mute(VICTIM);
        return heal(cluster, 30);
    }

    private static long narrow(Cluster cluster) {
        cluster.network().narrow(VICTIM, 1000);
        return heal(cluster, 30);
    }

    private static long delay(Cluster cluster) {
        cluster.delay(Duration.ofMillis(50), Duration.ofMillis(300));
        sleep(Duration.ofSeconds(30));
        cluster.delay(Duration.ZERO, Duration.ZERO);
        return over(0);
    }

    private static long lose(Cluster cluster, int percent, int seconds) {
        for (int node = 0; node < Cluster.NODES; node++) {
            cluster.network().lose(node, percent);
        }
        return heal(cluster, seconds);
    }

    private static long heal(Cluster cluster, int afterSeconds) {
        sleep(Duration.ofSeconds(afterSeconds));
        for (int node = 0; node < Cluster.NODES; node++) {
            cluster.network().heal(node);
        }
        return over(0);
    }

    private static long replay(Cluster cluster, int seconds) {
        long over = partition(cluster, seconds);
        Cluster.await("the merge", cluster::isWhole);
        sleep(Duration.ofSeconds(3));
        cluster.node(VICTIM).tell("replay");
        return over;
    }

    private static long jump(Cluster cluster) {
        for (var off : List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ZERO, Duration.ofSeconds(-1))) {
            cluster.clock().set(off);
            sleep(Duration.ofSeconds(15));
        }
        return over(0);
    }

    private static long inShort(Cluster cluster) {
        lose(cluster, 5, 4);
        pause(cluster, 3);
        replay(cluster, 13);
        cluster.node(1).kill();
        Cluster.await("the others to notice", cluster::isWhole);
        return over(0);
    }

    private static long over(int seconds) {
        sleep(Duration.ofSeconds(seconds));
        return System.nanoTime();
    }
}
