package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The hooks that are found where engines are not on the class path. */
class DiscoveredEngineHooksTest {

    /** Loads the near cache anew, and hides an engine from it. */
    private static final class Hiding extends ClassLoader {
        private final String hidden;

        Hiding(String hidden) {
            super(DiscoveredEngineHooksTest.class.getClassLoader());
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(hidden)) {
                throw new ClassNotFoundException(name + " is hidden");
            }
            if (!name.startsWith("dev.gossamer.jcache.near.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<String> foundWithout(String hidden) throws ReflectiveOperationException {
        Method forEach = new Hiding(hidden)
                .loadClass(DiscoveredEngineHooks.class.getName())
                .getDeclaredMethod("forEach", Consumer.class);
        forEach.setAccessible(true);
        List<String> found = new ArrayList<>();
        Consumer<Object> consumer = hooks -> found.add(hooks.getClass().getSimpleName());
        forEach.invoke(null, consumer);
        return found;
    }

    @Test
    void forEach_withoutAnEngine_findsTheOthers() throws ReflectiveOperationException {
        assertThat(foundWithout("none.")).containsExactly("ServedHooks", "HazelcastHooks", "RedissonHooks");
        assertThat(foundWithout("com.hazelcast.")).containsExactly("ServedHooks", "RedissonHooks");
        assertThat(foundWithout("org.redisson.")).containsExactly("ServedHooks", "HazelcastHooks");
    }
}
