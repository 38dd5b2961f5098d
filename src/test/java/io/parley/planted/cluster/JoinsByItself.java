package io.parley.planted.cluster;

import com.hazelcast.core.HazelcastInstance;

final class JoinsByItself {
    void leave(HazelcastInstance hazelcast) {
        hazelcast.shutdown();
    }
}
