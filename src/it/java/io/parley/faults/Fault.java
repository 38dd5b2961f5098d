package io.parley.faults;

import static io.parley.faults.Cluster.sleep;

import java.time.Duration;
import java.util.Set;

/** What can befall a cluster of three. The last node is the one that it befalls, if it befalls one. */
enum Fault {
    NONE("none") {
        @Override
        void strike(Cluster cluster) {
            sleep(Duration.ofSeconds(30));
        }
    },
    KILL("kill -9 of one node") {
        @Override
        void strike(Cluster cluster) {
            cluster.node(VICTIM).kill();
            sleep(Duration.ofSeconds(20));
        }
    },
    PAUSE_8("one node stopped for 8 s") {
        @Override
        void strike(Cluster cluster) {
            pause(cluster, 8);
        }
    },
    PAUSE_15("one node stopped for 15 s") {
        @Override
        void strike(Cluster cluster) {
            pause(cluster, 15);
        }
    },
    PAUSES("one node stopped for 3 s in each 10 s") {
        @Override
        void strike(Cluster cluster) {
            for (int i = 0; i < 3; i++) {
                pause(cluster, 3);
                sleep(Duration.ofSeconds(7));
            }
        }
    },
    PARTITION("partition, one node from two, 30 s") {
        @Override
        void strike(Cluster cluster) {
            partition(cluster, 30);
        }
    },
    SHORT_RING("the same, with a ring of 10 s") {
        @Override
        void strike(Cluster cluster) {
            partition(cluster, 30);
        }

        @Override
        Duration ring() {
            return Duration.ofSeconds(10);
        }
    },
    ONE_WAY("one node is not heard, but hears, 30 s") {
        @Override
        void strike(Cluster cluster) {
            cluster.network().mute(VICTIM);
            sleep(Duration.ofSeconds(30));
            cluster.network().heal(VICTIM);
        }
    },
    LOSS_5("5 % of all packets lost, 30 s") {
        @Override
        void strike(Cluster cluster) {
            lose(cluster, 5, 30);
        }
    },
    LOSS_20("20 % of all packets lost, 30 s") {
        @Override
        void strike(Cluster cluster) {
            lose(cluster, 20, 30);
        }
    },
    NARROW("line of one node at 1 Mbit/s, 30 s") {
        @Override
        void strike(Cluster cluster) {
            cluster.network().narrow(VICTIM, 1000);
            sleep(Duration.ofSeconds(30));
            cluster.network().heal(VICTIM);
        }
    },
    REPLAY("partition of 15 s, then all frames once more") {
        @Override
        void strike(Cluster cluster) {
            partition(cluster, 15);
            Cluster.await("the merge", cluster::isWhole);
            sleep(Duration.ofSeconds(5));
            cluster.node(VICTIM).tell("replay");
        }
    },
    /** What each build can afford: a bit of each, and the kill for the end. */
    IN_SHORT("some of each") {
        @Override
        void strike(Cluster cluster) {
            lose(cluster, 5, 4);
            pause(cluster, 3);
            partition(cluster, 13);
            Cluster.await("the merge", cluster::isWhole);
            sleep(Duration.ofSeconds(3));
            cluster.node(VICTIM).tell("replay");
            cluster.node(1).kill();
            Cluster.await("the others to notice", cluster::isWhole);
        }
    };

    static final int VICTIM = Cluster.NODES - 1;

    private final String label;

    Fault(String label) {
        this.label = label;
    }

    /** Returns when it is over. */
    abstract void strike(Cluster cluster);

    /** How long nodes keep what they have sent. */
    Duration ring() {
        return Duration.ofSeconds(60);
    }

    String label() {
        return label;
    }

    /** Whether a node itself stands still at times, so that its own emitters do, too. */
    boolean stopsTheVictim() {
        return Set.of(PAUSE_8, PAUSE_15, PAUSES, IN_SHORT).contains(this);
    }

    private static void pause(Cluster cluster, int seconds) {
        cluster.node(VICTIM).pause();
        sleep(Duration.ofSeconds(seconds));
        cluster.node(VICTIM).resume();
    }

    private static void partition(Cluster cluster, int seconds) {
        cluster.network().mute(VICTIM);
        cluster.network().deafen(VICTIM);
        sleep(Duration.ofSeconds(seconds));
        cluster.network().heal(VICTIM);
    }

    private static void lose(Cluster cluster, int percent, int seconds) {
        for (int node = 0; node < Cluster.NODES; node++) {
            cluster.network().lose(node, percent);
        }
        sleep(Duration.ofSeconds(seconds));
        for (int node = 0; node < Cluster.NODES; node++) {
            cluster.network().heal(node);
        }
    }
}
