package io.parley.planted.hazelcast;

import com.hazelcast.core.HazelcastInstance;

final class Member {
    void leave(HazelcastInstance hazelcast) {
        hazelcast.shutdown();
    }
}
