package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A program whose first use of each part of the library is at the end of its stack, and again at each frame on the way back
 * until it works; prints what then works. No lambda, which the JDK could not link there.
 */
public final class DeepFirstUse {
    private static int overflows;

    private DeepFirstUse() {}

    /** Uses each part in a library of its own. */
    public static void main(String[] args) throws Exception {
        StringBuilder broken = new StringBuilder();
        boolean overflowed = true;
        for (int part = 0; part < parts().size(); part++) {
            // never closed: threads of the library go on loading classes
            URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
            Method use = loader.loadClass(DeepFirstUse.class.getName()).getMethod("use", int.class);
            String result = (String) use.invoke(null, part);
            overflowed &= !result.startsWith("no overflow");
            broken.append(result);
        }
        System.out.println(broken + "after overflows: " + overflowed);
        System.exit(0);
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(each).toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    /** Uses a part at the end of the stack, then where there is room; gives what is wrong, nothing if all is well. */
    public static String use(int number) throws Exception {
        Part part = parts().get(number);
        load(WeakKeyMap.class);
        load(JdkBackend.class);
        if (number > 0) {
            Equivalence.equality(); // most programs have used the library before
        }
        Thread thread = new Thread(null, new Descent(part), "deep", 512 * 1024);
        thread.start();
        thread.join();
        try {
            part.use();
            return overflows > 0 ? "" : "no overflow in " + part.getClass().getSimpleName() + "; ";
        } catch (Throwable unusable) {
            return part.getClass().getSimpleName() + ": " + unusable + "; ";
        }
    }

    /** Loads all classes that stand beside one, without initializing them: loading needs more stack than that. */
    private static void load(Class<?> type) throws Exception {
        Path root =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString();
                if (name.endsWith(".class") && !name.contains("micrometer") && !name.contains("-info")) {
                    String dotted =
                            name.substring(0, name.length() - ".class".length()).replace(File.separatorChar, '.');
                    Class.forName(dotted, false, type.getClassLoader());
                }
            }
        }
    }

    /** A part of the library, and how it is used. */
    private abstract static class Part implements Function<Object, Object> {
        final Object key = new Object();

        /** Uses it, and throws what goes wrong. */
        abstract void use();

        /** A function that makes something new. */
        @Override
        public Object apply(Object given) {
            return new Object();
        }
    }

    /** The parts, each of which uses classes that those before did not. */
    private static List<Part> parts() {
        return List.of(
                new Keys(),
                new Computing(),
                new Growing(),
                new Hot(),
                new Sets(),
                new Pairs(),
                new Multi(),
                new Interning(),
                new Finalizing(),
                new Groups(),
                new Locks(),
                new Leaks(),
                new Probing(),
                new Listening());
    }

    /** An action that knows nothing. */
    private static final class Quiet implements Runnable {
        @Override
        public void run() {}
    }

    private static final class Keys extends Part {
        @Override
        void use() {
            WeakKeyMap<Object, Object> map = WeakKeyMap.create();
            map.put(key, 1);
            map.remove(key, 1);
        }
    }

    private static final class Computing extends Part {
        @Override
        void use() {
            WeakKeyMap<Object, Object> map = WeakKeyMap.identity();
            map.computeIfAbsent(key, this);
            map.putReplacingKey(key, 2);
        }
    }

    private static final class Growing extends Part {
        @Override
        void use() {
            WeakValueMap<Object, Object> map = WeakValueMap.create();
            for (int i = 0; i < 300; i++) {
                map.put(i, key);
            }
            map.clear();
        }
    }

    private static final class Hot extends Part {
        @Override
        void use() {
            WeakValueMap.builder().hot(HotTier.recent(1)).recordStats().build().put(1, key);
        }
    }

    private static final class Sets extends Part {
        @Override
        void use() {
            WeakSet<Object> set = WeakSet.create();
            set.add(key);
            set.poll();
        }
    }

    private static final class Pairs extends Part {
        @Override
        void use() {
            WeakMap<Object, Object> map = WeakMap.create();
            map.put(key, this);
        }
    }

    private static final class Multi extends Part {
        @Override
        void use() {
            WeakMultimap<Object, Object> map = WeakMultimap.weakValues();
            map.put(1, key);
        }
    }

    private static final class Interning extends Part {
        @Override
        void use() {
            Interner.<Object>builder().keys(Equivalence.identity()).build().intern(key);
        }
    }

    private static final class Finalizing extends Part {
        @Override
        void use() {
            Finalizers.register(key, new Quiet()).call();
        }
    }

    private static final class Groups extends Part {
        @Override
        void use() {
            try (FinalizerGroup group = Finalizers.create()) {
                group.register(key, new Quiet());
            }
        }
    }

    private static final class Locks extends Part {
        @Override
        void use() {
            try (KeyedLocks.Hold hold = KeyedLocks.create().lock("a")) {
                hold.signalAll();
            }
        }
    }

    private static final class Leaks extends Part {
        @Override
        void use() {
            LeakReport.create().watch(key).close();
        }
    }

    private static final class Probing extends Part {
        @Override
        void use() {
            WeakKeyMap<Object, Object> map = WeakKeyMap.create();
            map.put(key, new Object[] {key});
            SelfPinProbe.search(map);
        }
    }

    private static final class Listening extends Part {
        @Override
        void use() {
            WeakListeners<Runnable> listeners = WeakListeners.create();
            listeners.add(key, new Quiet());
        }
    }

    /** Goes to the end of the stack, and uses a part from there on. */
    private record Descent(Part part) implements Runnable {
        @Override
        public void run() {
            descend();
        }

        @SuppressWarnings("InfiniteRecursion") // it ends with the stack
        private boolean descend() {
            boolean used;
            try {
                used = descend();
            } catch (StackOverflowError end) {
                used = false;
            }
            return used || use();
        }

        private boolean use() {
            try {
                part.use();
                return true;
            } catch (VirtualMachineError
                    | LinkageError end) { // the JDK turns a stack overflow into another error here and there
                overflows++;
                return false;
            }
        }
    }
}
