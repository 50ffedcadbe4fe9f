package dev.gossamer;

/** A program that makes its first container and writes to it once, between classes that its log of classes shows. */
public final class FirstWrite {
    private FirstWrite() {}

    /** Loaded before. */
    static final class Before {
        private Before() {}

        static void load() {}
    }

    /** Loaded between making the container and writing to it. */
    static final class Made {
        private Made() {}

        static void load() {}
    }

    /** Loaded after. */
    static final class After {
        private After() {}

        static void load() {}
    }

    public static void main(String[] args) {
        Object key = new Object();
        Before.load();
        WeakKeyMap<Object, Object> map = WeakKeyMap.create();
        Made.load();
        map.put(key, "value");
        After.load();
        System.exit(map.size() == 1 ? 0 : 1);
    }
}
