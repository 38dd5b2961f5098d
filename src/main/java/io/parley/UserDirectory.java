package io.parley;

import io.parley.adapter.Adapter;
import io.parley.adapter.UserSockets;
import io.parley.adapter.UserTable;
import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.kernel.LimitCounters;
import io.parley.kernel.SerialExecutor;
import io.parley.kernel.Several;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The users of a server, in all namespaces and on all nodes, and whether they are there. Thread-safe: what is known of a
 * user is changed inside one {@code compute} of it; what follows from that is done afterwards, by tasks that look how it is
 * then. So each listener hears where a user has come to, in order, though not what was over before it could be told.
 */
final class UserDirectory {
    /** Of all namespaces, here and elsewhere; who comes when there are so many is not known. */
    static final int MAX_USERS = 100_000;

    private static final System.Logger LOG = System.getLogger(UserDirectory.class.getName());

    private final Environment environment;
    private final LimitCounters counters;
    private final long graceNanos;
    private final Map<Key, User> users = new ConcurrentHashMap<>();
    /** By namespace. */
    private final Map<String, Audience> audiences = new ConcurrentHashMap<>();

    private final SerialExecutor telling;
    private final UserTable others;

    /** @param grace how long a user who has no socket any more is not offline yet */
    UserDirectory(Environment environment, LimitCounters counters, Duration grace, Adapter.Factory adapters) {
        this.environment = environment;
        this.counters = counters;
        this.graceNanos = grace.toNanos();
        this.telling = SerialExecutor.inline(environment.failures());
        this.others = adapters.users(this::told);
    }

    /** A socket of the user has come. */
    Device enter(String namespace, String user) {
        var device = new Device(new Key(namespace, user));
        device.enter();
        return device;
    }

    Presence presence(String namespace, String name) {
        var user = users.get(new Key(namespace, name));
        return user == null ? Presence.OFFLINE : user.shown;
    }

    /** How many sockets the user has. */
    int devices(String namespace, String name) {
        var user = users.get(new Key(namespace, name));
        return user == null ? 0 : user.sockets;
    }

    /** Those who are not offline. A copy. */
    Set<String> users(String namespace) {
        return users.entrySet().stream()
                .filter(entry ->
                        entry.getKey().namespace.equals(namespace) && entry.getValue().shown != Presence.OFFLINE)
                .map(entry -> entry.getKey().user)
                .collect(Collectors.toUnmodifiableSet());
    }

    void listen(String namespace, BiConsumer<String, Presence> listener) {
        audiences
                .computeIfAbsent(
                        namespace,
                        name -> new Audience(
                                new Several<>(), SerialExecutor.on(environment.handlers(), environment.failures())))
                .listeners
                .add(listener);
    }

    /** Nobody listens to the users of that namespace any more. */
    void forget(String namespace) {
        audiences.remove(namespace);
    }

    /** Another node has told. */
    private void told(String node, String namespace, String name, UserSockets sockets) {
        var key = new Key(namespace, name);
        boolean comes = sockets.sockets() > 0;
        boolean known = change(key, comes, user -> user.onNode(node, sockets));
        if (comes && !known) {
            counters.hit(Limit.USERS);
        }
    }

    /**
     * Changes what is known of a user, and does what follows.
     *
     * @param comes whether a user who is not known is to be
     * @return whether the user is known now
     */
    private boolean change(Key key, boolean comes, Consumer<User> how) {
        var after = new After();
        boolean heard = audiences.containsKey(key.namespace);
        long now = environment.ticker().nanos();
        var user = users.compute(key, (same, known) -> {
            if (known == null && (!comes || users.size() >= MAX_USERS)) {
                return null;
            }
            var changed = known == null ? new User() : known;
            how.accept(changed);
            settle(changed, now, heard, after);
            return changed.isNobody() ? null : changed;
        });
        after.happen(key);
        return user != null;
    }

    private void settle(User user, long now, boolean heard, After after) {
        var presence = user.presence();
        user.leaving = presence == Presence.OFFLINE && user.shown != Presence.OFFLINE && graceNanos > 0;
        if (!user.leaving) {
            after.tell = user.show(presence, heard);
            return;
        }
        user.leftAt = now;
        if (!user.timed) {
            user.timed = true;
            after.wait = graceNanos;
        }
    }

    /** The time that somebody had to come back may be over. */
    private void graceMayBeOver(Key key) {
        var after = new After();
        boolean heard = audiences.containsKey(key.namespace);
        long now = environment.ticker().nanos();
        users.computeIfPresent(key, (same, user) -> {
            long left = user.leaving ? graceNanos - (now - user.leftAt) : 0;
            user.timed = left > 0;
            if (left > 0) {
                after.wait = left;
            } else if (user.leaving) {
                user.leaving = false;
                after.tell = user.show(Presence.OFFLINE, heard);
            }
            return user.isNobody() ? null : user;
        });
        after.happen(key);
    }

    /** On the serial of the audience. */
    private void tell(Key key, @Nullable Audience audience) {
        Presence[] news = {null};
        users.computeIfPresent(key, (same, user) -> {
            user.telling = false;
            news[0] = user.shown == user.told ? null : user.shown;
            user.told = user.shown;
            return user.isNobody() ? null : user;
        });
        if (news[0] != null && audience != null) {
            audience.hear(key, news[0]);
        }
    }

    private void tellOthers(Key key) {
        telling.execute(() -> {
            var user = users.get(key);
            if (!others.tell(key.namespace, key.user, user == null ? UserSockets.NONE : user.here)) {
                counters.hit(Limit.USERS);
            }
        });
    }

    /** A socket of a user, from its coming to its going. */
    final class Device {
        private final Key key;

        // changed only inside a compute of the key
        private boolean counted;
        private boolean away;

        private Device(Key key) {
            this.key = key;
        }

        private void enter() {
            change(true, user -> {
                counted = true;
                user.here = user.here.plus(1, 0);
            });
        }

        /** No effect once it has left. */
        void away(boolean wanted) {
            change(false, user -> {
                if (counted && away != wanted) {
                    away = wanted;
                    user.here = user.here.plus(0, wanted ? 1 : -1);
                }
            });
        }

        void leave() {
            change(false, user -> {
                if (counted) {
                    counted = false;
                    user.here = user.here.plus(-1, away ? -1 : 0);
                }
            });
        }

        private void change(boolean comes, Consumer<User> how) {
            boolean known = UserDirectory.this.change(key, comes, how);
            if (comes && !known) {
                counters.hit(Limit.USERS);
            } else {
                tellOthers(key);
            }
        }
    }

    private record Key(String namespace, String user) {}

    /** Who listens to the users of a namespace. */
    private record Audience(Several<BiConsumer<String, Presence>> listeners, SerialExecutor serial) {
        void hear(Key key, Presence news) {
            for (var listener : listeners) {
                try {
                    listener.accept(key.user, news);
                } catch (RuntimeException | Error failure) {
                    LOG.log(Level.ERROR, "a presence listener of " + key.namespace + " failed", failure);
                }
            }
        }
    }

    /** What follows from a change, when the compute is over. Confined to its call. */
    private final class After {
        private boolean tell;
        private long wait;

        void happen(Key key) {
            if (wait > 0) {
                environment.scheduler().schedule(wait, () -> graceMayBeOver(key));
            }
            if (tell) {
                var audience = audiences.get(key.namespace);
                if (audience == null) {
                    UserDirectory.this.tell(key, null);
                } else {
                    audience.serial.execute(() -> UserDirectory.this.tell(key, audience));
                }
            }
        }
    }

    /** What is known of a user, changed only inside a compute of its key. */
    private static final class User {
        /** Its sockets on this node. */
        volatile UserSockets here = UserSockets.NONE;

        /** On all nodes. */
        volatile int sockets;

        /** What everybody is to know. */
        volatile Presence shown = Presence.OFFLINE;

        /** What the listeners know. */
        Presence told = Presence.OFFLINE;

        /** Whether they are about to be told. */
        boolean telling;

        /** Whether it has no socket any more, but may come back before anybody hears of that. */
        boolean leaving;

        long leftAt;
        /** Whether a timer will look whether it has come back. */
        boolean timed;

        private Map<String, UserSockets> elsewhere = Map.of();

        void onNode(String node, UserSockets there) {
            var nodes = new HashMap<>(elsewhere);
            if (there.sockets() == 0) {
                nodes.remove(node);
            } else {
                nodes.put(node, there);
            }
            elsewhere = Map.copyOf(nodes);
        }

        /** What the numbers say. */
        Presence presence() {
            long all = here.sockets();
            long away = here.away();
            for (var there : elsewhere.values()) {
                all += there.sockets();
                away += there.away();
            }
            sockets = (int) Math.min(Integer.MAX_VALUE, all);
            return all == 0 ? Presence.OFFLINE : all == away ? Presence.AWAY : Presence.ONLINE;
        }

        /** Tells whether somebody has to be told. */
        boolean show(Presence presence, boolean heard) {
            shown = presence;
            if (!heard) {
                told = shown;
            }
            if (told == shown || telling) {
                return false;
            }
            telling = true;
            return true;
        }

        boolean isNobody() {
            return sockets == 0 && shown == Presence.OFFLINE && told == Presence.OFFLINE && !telling;
        }
    }
}
