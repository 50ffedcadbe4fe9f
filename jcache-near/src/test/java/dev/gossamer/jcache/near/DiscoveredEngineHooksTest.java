package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The hooks that are found where engines are not on the class path. */
class DiscoveredEngineHooksTest {

    /** Loads the near cache anew, and hides an engine from it. */
    private static final class Hiding extends ReloadingLoader {
        private final String hidden;

        Hiding(String hidden) {
            super("dev.gossamer.jcache.near.");
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(hidden)) {
                throw new ClassNotFoundException(name + " is hidden");
            }
            return super.loadClass(name, resolve);
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
