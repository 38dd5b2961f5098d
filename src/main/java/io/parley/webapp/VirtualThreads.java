package io.parley.webapp;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, which Java has from 21 on. Called by reflection, since this is compiled for Java 17, too. */
final class VirtualThreads {
    private VirtualThreads() {}

    /**
     * What makes numbered ones with the class loader of the WAR and nothing else of the thread that asks for them; empty: this
     * JVM has none.
     */
    static Optional<ThreadFactory> factory(String name) {
        try {
            var ofVirtual = Thread.class.getMethod("ofVirtual");
            var type = ofVirtual.getReturnType();
            var named = type.getMethod("name", String.class, long.class).invoke(ofVirtual.invoke(null), name + "-", 1L);
            var bare = type.getMethod("inheritInheritableThreadLocals", boolean.class)
                    .invoke(named, false);
            var factory = (ThreadFactory) type.getMethod("factory").invoke(bare);
            var loader = VirtualThreads.class.getClassLoader();
            return Optional.of(task -> {
                var thread = factory.newThread(task);
                thread.setContextClassLoader(loader);
                return thread;
            });
        } catch (NoSuchMethodException | InvocationTargetException none) {
            return Optional.empty();
        } catch (IllegalAccessException impossible) {
            throw new LinkageError("public methods cannot be called", impossible);
        }
    }
}
