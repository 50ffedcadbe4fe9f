package dev.gossamer;

import java.io.IOException;

/**
 * A program whose first use of the library is at the end of its stack, and again at each frame on the way back until it
 * works; prints what then works.
 */
public final class DeepFirstUse {
    private static int overflows;

    private DeepFirstUse() {}

    /** Runs it. */
    public static void main(String[] args) throws InterruptedException, IOException {
        // opens every jar: the JDK's class loader forgets one that it was opening when the stack overflowed
        DeepFirstUse.class.getClassLoader().getResources("none").hasMoreElements();
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
            map.put(map, 1);
            Finalizers.register(map, () -> {});
            return true;
        } catch (StackOverflowError end) {
            overflows++;
            return false;
        }
    }
}
