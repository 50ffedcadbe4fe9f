package dev.gossamer.tck.environment;

import dev.gossamer.Backends;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.spi.Backend;
import java.lang.reflect.Constructor;

/**
 * A program that makes its first container over the backend whose class the argument names, and writes to it once, between two
 * classes that the JVM's log of loaded classes shows. Ends with 0 if what it wrote is there.
 */
public final class FirstWriteProgram {
    private FirstWriteProgram() {}

    /** Loaded before the write. */
    static final class Before {
        private Before() {}

        static void load() {}
    }

    /** Loaded after the write. */
    static final class After {
        private After() {}

        static void load() {}
    }

    /** Writes. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        Backends.use((Backend) constructor.newInstance());
        Object key = new Object();
        WeakKeyMap<Object, Object> map = WeakKeyMap.create();
        Before.load();
        map.put(key, "value");
        After.load();
        System.exit("value".equals(map.get(key)) ? 0 : 1);
    }
}
