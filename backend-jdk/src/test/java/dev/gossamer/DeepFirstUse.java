package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A program whose first use of the library is at the end of its stack, and again at each frame on the way back until it
 * works; prints what then works.
 */
public final class DeepFirstUse {
    private static int overflows;

    private DeepFirstUse() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        load(WeakKeyMap.class);
        load(JdkBackend.class);
        Thread thread = new Thread(null, DeepFirstUse::descend, "deep", 512 * 1024);
        thread.start();
        thread.join();
        Object key = new Object();
        WeakKeyMap<Object, Object> map = WeakKeyMap.create();
        map.put(key, "value");
        map.compute(key, (each, value) -> "computed");
        boolean alive = Finalizers.register(key, () -> {}).isAlive();
        System.out.println(map.get(key) + " " + alive + " after overflows: " + (overflows > 0));
        System.exit(0);
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

    @SuppressWarnings("InfiniteRecursion") // it ends with the stack
    private static boolean descend() {
        boolean used;
        try {
            used = descend();
        } catch (StackOverflowError end) {
            used = false;
        }
        return used || use();
    }

    private static boolean use() {
        try {
            WeakKeyMap<Object, Object> map = WeakKeyMap.create();
            Object key = new Object();
            map.put(key, 1);
            Finalizers.register(key, () -> {});
            return true;
        } catch (StackOverflowError end) {
            overflows++;
            return false;
        }
    }
}
