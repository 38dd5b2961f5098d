package io.parley.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class ForeignClassTest {
    @Test
    void theSameInterface_ofOtherClasses_isSaidToBeSo() throws Exception {
        var jar = HazelcastInstance.class.getProtectionDomain().getCodeSource().getLocation();
        try (var loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
            var theirs = loader.loadClass(HazelcastInstance.class.getName());
            var instance = Proxy.newProxyInstance(loader, new Class<?>[] {theirs}, (self, method, arguments) -> null);
            assertThat(instance).isNotInstanceOf(HazelcastInstance.class);
            assertThat(ForeignClass.describe(instance, HazelcastInstance.class))
                    .startsWith("it is a HazelcastInstance of other classes (")
                    .endsWith(" than those that this web application sees (" + jar
                            + "): deploy the WAR without a Hazelcast of its own, so that both use that of the server");
        }
    }
}
