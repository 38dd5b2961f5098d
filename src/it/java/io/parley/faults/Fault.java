package io.parley.faults;

import static io.parley.faults.Cluster.sleep;

import java.time.Duration;
import java.util.Set;

/** What can befall a cluster of three. The last node is the one that it befalls, if it befalls one. */
enum Fault {
    /** No fault, to compare with. */
    NONE {
        @Override
        long strike(Cluster cluster) {
            return over(30);
        }
    },
    /** {@code kill -9} of one node. */
    KILL {
        @Override
        long strike(Cluster cluster) {
            cluster.node(VICTIM).kill();
            return over(20);
        }
    },
    /** A collection of garbage, say, that is too short to be noticed. */
    PAUSE_8 {
        @Override
        long strike(Cluster cluster) {
            return pause(cluster, 8);
        }
    },
    /** One that is noticed. */
    PAUSE_15 {
        @Override
        long strike(Cluster cluster) {
            return pause(cluster, 15);
        }
    },
    /** One after the other. */
    PAUSES {
        @Override
        long strike(Cluster cluster) {
            for (int i = 0; i < 3; i++) {
                pause(cluster, 3);
                sleep(Duration.ofSeconds(7));
            }
            return over(0);
        }
    },
    /** One node from two. */
    PARTITION {
        @Override
        long strike(Cluster cluster) {
            return partition(cluster, 30);
        }
    },
    /** The same, for longer than nodes keep what they have sent. */
    SHORT_RING {
        @Override
        long strike(Cluster cluster) {
            return partition(cluster, 30);
        }

        @Override
        Duration ring() {
            return Duration.ofSeconds(10);
        }
    },
    /** One node hears, and is not heard. */
    ONE_WAY {
        @Override
        long strike(Cluster cluster) {
            cluster.network().mute(VICTIM);
            sleep(Duration.ofSeconds(30));
            cluster.network().heal(VICTIM);
            return over(0);
        }
    },
    /** Packets get lost. */
    LOSS_5 {
        @Override
        long strike(Cluster cluster) {
            return lose(cluster, 5, 30);
        }
    },
    /** More packets get lost. */
    LOSS_20 {
        @Override
        long strike(Cluster cluster) {
            return lose(cluster, 20, 30);
        }
    },
    /** The line of one node takes 1 Mbit a second. */
    NARROW {
        @Override
        long strike(Cluster cluster) {
            cluster.network().narrow(VICTIM, 1000);
            sleep(Duration.ofSeconds(30));
            cluster.network().heal(VICTIM);
            return over(0);
        }
    },
    /** After a partition all that one node has seen comes once more. */
    REPLAY {
        @Override
        long strike(Cluster cluster) {
            long over = partition(cluster, 15);
            Cluster.await("the merge", cluster::isWhole);
            sleep(Duration.ofSeconds(5));
            cluster.node(VICTIM).tell("replay");
            return over;
        }
    },
    /** What each build can afford: a bit of each, and the kill for the end. */
    IN_SHORT {
        @Override
        long strike(Cluster cluster) {
            lose(cluster, 5, 4);
            pause(cluster, 3);
            partition(cluster, 13);
            Cluster.await("the merge", cluster::isWhole);
            sleep(Duration.ofSeconds(3));
            cluster.node(VICTIM).tell("replay");
            cluster.node(1).kill();
            Cluster.await("the others to notice", cluster::isWhole);
            return over(0);
        }
    };

    static final int VICTIM = Cluster.NODES - 1;

    /**
     * Strikes, and goes on when it is over.
     *
     * @return when that was
     */
    abstract long strike(Cluster cluster);

    /** How long nodes keep what they have sent. */
    Duration ring() {
        return Duration.ofSeconds(60);
    }

    /** Whether a node itself stands still at times, so that its own emitters do, too. */
    boolean stopsTheVictim() {
        return Set.of(PAUSE_8, PAUSE_15, PAUSES, IN_SHORT).contains(this);
    }

    private static long pause(Cluster cluster, int seconds) {
        cluster.node(VICTIM).pause();
        sleep(Duration.ofSeconds(seconds));
        cluster.node(VICTIM).resume();
        return over(0);
    }

    private static long partition(Cluster cluster, int seconds) {
        cluster.network().mute(VICTIM);
        cluster.network().deafen(VICTIM);
        sleep(Duration.ofSeconds(seconds));
        cluster.network().heal(VICTIM);
        return over(0);
    }

    private static long lose(Cluster cluster, int percent, int seconds) {
        for (int node = 0; node < Cluster.NODES; node++) {
            cluster.network().lose(node, percent);
        }
        sleep(Duration.ofSeconds(seconds));
        for (int node = 0; node < Cluster.NODES; node++) {
            cluster.network().heal(node);
        }
        return over(0);
    }

    private static long over(int seconds) {
        sleep(Duration.ofSeconds(seconds));
        return System.nanoTime();
    }
}
