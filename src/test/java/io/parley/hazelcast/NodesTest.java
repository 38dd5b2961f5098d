package io.parley.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import io.parley.testing.ManualTime;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodesTest {
    private static final UUID OURS = new UUID(0, 1);
    private static final UUID THEIRS = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);

    private final ManualTime time = new ManualTime();
    private final Map<UUID, Map<String, String>> members = new HashMap<>();
    private final Nodes nodes = new Nodes("self", cluster(), time);

    private Cluster cluster() {
        return proxy(Cluster.class, (self, method, arguments) -> {
            var all = new LinkedHashSet<Member>();
            members.forEach((id, attributes) -> all.add(member(id, attributes)));
            return all;
        });
    }

    private static Member member(@Nullable UUID id, Map<String, String> attributes) {
        return proxy(Member.class, (self, method, arguments) -> switch (method.getName()) {
            case "getUuid" -> id;
            case "getAttribute" -> attributes.get((String) arguments[0]);
            case "hashCode" -> id.hashCode();
            default -> self == arguments[0];
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void membersThatTell_areNodes_andThoseThatEmitOnly_areNot() {
        members.put(OURS, Map.of("parley.node", "n1"));
        members.put(THEIRS, Map.of("parley.emitter", "e1"));
        members.put(THIRD, Map.of());
        assertThat(nodes.now()).containsExactlyInAnyOrder("self", "n1");
        assertThat(nodes.dependOnTime()).isFalse();
        assertThat(Nodes.isTold(member(OURS, Map.of("parley.node", "n1")))).isTrue();
        assertThat(Nodes.isTold(member(OURS, Map.of("parley.emitter", "n1")))).isTrue();
        assertThat(Nodes.isTold(member(OURS, Map.of("other", "n1")))).isFalse();
        assertThat(Nodes.isTold(member(null, Map.of())))
                .as("a member that has gone")
                .isTrue();
    }

    @Test
    void whoIsHeard_isThere_asLongAsItsMember() {
        members.put(THEIRS, Map.of());
        assertThat(nodes.heard(THEIRS, "a", false)).isTrue();
        assertThat(nodes.heard(THEIRS, "a", false)).isFalse();
        assertThat(nodes.heard(THEIRS, "b", false)).isTrue();
        assertThat(nodes.now()).containsExactlyInAnyOrder("self", "a", "b");
        members.clear();
        assertThat(nodes.now()).containsExactly("self");
    }

    /** A member that goes over to another cluster has another id then. */
    @Test
    void whoComesBackOnANewMember_isThere() {
        members.put(THEIRS, Map.of());
        nodes.heard(THEIRS, "a", false);
        members.clear();
        members.put(THIRD, Map.of());
        assertThat(nodes.now()).containsExactly("self");
        assertThat(nodes.heard(THIRD, "a", false)).isTrue();
        assertThat(nodes.now()).containsExactlyInAnyOrder("self", "a");
    }

    @Test
    void whoIsSilent_isGone_untilItIsHeard() {
        members.put(THEIRS, Map.of());
        nodes.heard(THEIRS, "a", false);
        for (int i = 0; i < 20; i++) {
            time.advance(Duration.ofSeconds(1));
            assertThat(nodes.heard(THEIRS, "a", false)).isFalse();
            assertThat(nodes.now()).contains("a");
        }
        time.advance(Nodes.SILENCE);
        assertThat(nodes.now()).containsExactly("self");
        assertThat(nodes.dependOnTime()).isFalse();
        assertThat(nodes.heard(THEIRS, "a", false)).isTrue();
        assertThat(nodes.now()).contains("a");
    }

    @Test
    void whoLeaves_isGoneAtOnce_whateverComesLate() {
        members.put(THEIRS, Map.of());
        nodes.heard(THEIRS, "a", false);
        assertThat(nodes.heard(THEIRS, "a", true)).isTrue();
        assertThat(nodes.heard(THEIRS, "a", false)).isFalse();
        assertThat(nodes.now()).isEqualTo(Set.of("self"));
        assertThat(nodes.heard(THEIRS, "b", true)).isFalse();
        assertThat(nodes.now()).isEqualTo(Set.of("self"));
    }

    @Test
    void inventedNodes_areBounded_andTheOwnIdIsNobodyElse() {
        members.put(THEIRS, Map.of());
        assertThat(nodes.heard(THEIRS, "self", true)).isFalse();
        for (int i = 0; i < Nodes.MAX_HEARD; i++) {
            assertThat(nodes.heard(THEIRS, "n" + i, false)).isTrue();
        }
        assertThat(nodes.heard(THEIRS, "one too many", false)).isFalse();
        assertThat(nodes.now()).hasSize(Nodes.MAX_HEARD + 1);
    }
}
