package io.parley.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

final class RoomsTest {
    private final Rooms<Member> rooms = Member.rooms();

    @Test
    void randomOperations_agreeWithAModel() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var members = new ArrayList<Member>();
        for (int i = 0; i < 20; i++) {
            members.add(new Member("m" + i));
        }
        var model = new HashMap<String, Set<String>>();
        for (int step = 0; step < 20_000; step++) {
            var member = members.get(random.nextInt(members.size()));
            var room = "r" + random.nextInt(8);
            switch (random.nextInt(5)) {
                case 0 -> {
                    if (!model.containsKey(member.id())) {
                        rooms.add(member);
                        model.put(member.id(), new HashSet<>());
                    }
                }
                case 1 -> {
                    var left = rooms.remove(member);
                    var expected = model.remove(member.id());
                    assertThat(left).as("seed %d", seed).isEqualTo(expected == null ? Set.of() : expected);
                }
                case 2 -> {
                    rooms.join(member, List.of(room));
                    model.computeIfPresent(member.id(), (id, in) -> with(in, room));
                }
                case 3 -> {
                    rooms.leave(member, List.of(room));
                    model.computeIfPresent(member.id(), (id, in) -> without(in, room));
                }
                default -> {
                    var selection = randomSelection(random);
                    var selected = new ArrayList<String>();
                    rooms.select(selection).forEach(each -> selected.add(each.id()));
                    assertThat(selected)
                            .as("seed %d, %s", seed, selection)
                            .containsExactlyInAnyOrderElementsOf(expected(model, selection));
                }
            }
        }
    }

    @Test
    void joinThatRacesWithRemove_leavesNoGhost() throws InterruptedException {
        int rounds = 20_000;
        var barrier = new CyclicBarrier(2);
        var member = new Member("m");
        var joiner = new Thread(() -> {
            for (int i = 0; i < rounds; i++) {
                await(barrier);
                rooms.join(member, List.of("r"));
                await(barrier);
            }
        });
        joiner.start();
        for (int i = 0; i < rounds; i++) {
            rooms.add(member);
            await(barrier);
            rooms.remove(member);
            await(barrier);
            assertThat(rooms.select(new Selection(Set.of("r"), Set.of()))).isEmpty();
        }
        joiner.join();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Selection randomSelection(Random random) {
        return new Selection(randomRooms(random), random.nextInt(3) == 0 ? randomRooms(random) : Set.of());
    }

    private static Set<String> randomRooms(Random random) {
        var names = new HashSet<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            names.add(random.nextInt(4) == 0 ? "m" + random.nextInt(20) : "r" + random.nextInt(8));
        }
        return names;
    }

    private static List<String> expected(Map<String, Set<String>> model, Selection selection) {
        return model.entrySet().stream()
                .filter(entry -> selection.rooms().isEmpty() || isIn(entry, selection.rooms()))
                .filter(entry -> !isIn(entry, selection.except()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isIn(Map.Entry<String, Set<String>> entry, Set<String> names) {
        return names.contains(entry.getKey()) || entry.getValue().stream().anyMatch(names::contains);
    }

    private static Set<String> with(Set<String> in, String room) {
        in.add(room);
        return in;
    }

    private static Set<String> without(Set<String> in, String room) {
        in.remove(room);
        return in;
    }
}
