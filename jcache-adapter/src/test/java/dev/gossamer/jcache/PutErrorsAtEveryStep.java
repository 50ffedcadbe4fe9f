package dev.gossamer.jcache;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryUpdatedListener;

/**
 * A program that has writes of a cache with a synchronous listener end in an error of the JVM at every place in turn: each
 * depth of the stack, or each filling of the heap. Afterwards the same thread's next write has to be told, and another
 * thread's to end. Started with {@code -Xint}, so that each step of one frame moves the end of the stack by the same distance.
 * Prints what is wrong, at last whether there were errors.
 */
final class PutErrorsAtEveryStep {
    private static final int LEVELS = 400;
    private static final int CLEAN = 30;
    private static final int CLEAN_FILLINGS = 2;
    private static final int BLOCK_BYTES = 1 << 16;
    private static final String KEY = "key";

    private static final ExecutorService OTHER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    private static final AtomicInteger HEARD = new AtomicInteger();
    private static boolean listenerFails;
    private static long errors;
    private static long wrong;

    private PutErrorsAtEveryStep() {}

    /** Counts what it hears. */
    private static final class Counting
            implements CacheEntryCreatedListener<String, String>, CacheEntryUpdatedListener<String, String> {
        @Override
        public void onCreated(Iterable<javax.cache.event.CacheEntryEvent<? extends String, ? extends String>> events) {
            if (listenerFails) {
                throw new IllegalStateException("on purpose");
            }
            HEARD.incrementAndGet();
        }

        @Override
        public void onUpdated(Iterable<javax.cache.event.CacheEntryEvent<? extends String, ? extends String>> events) {
            onCreated(events);
        }
    }

    private static final MapStore STORE = new MapStore();
    private static final CacheManager MANAGER = new GossamerCachingProvider().getCacheManager();
    private static final Cache<String, String> HEARD_OF = MANAGER.createCache(
            "heard of",
            byReference()
                    .writeThrough(() -> STORE)
                    .listener(CacheFixture.sync(new Counting()))
                    .build());
    private static final Cache<String, String> PLAIN =
            MANAGER.createCache("plain", byReference().build());

    private static WeakCacheConfigurationBuilder<String, String> byReference() {
        return WeakCacheConfiguration.builder(String.class, String.class).storeByReference();
    }

    /** Writes to a cache, at a place that is given. */
    private interface Write {
        void run(Consumer<Runnable> place);
    }

    private static List<Write> writes() {
        Map<String, String> two = Map.of(KEY, "v", "neighbour", "v");
        return List.of(
                place -> place.accept(() -> PLAIN.put(KEY, "v")),
                place -> place.accept(() -> HEARD_OF.put(KEY, "v")),
                place -> place.accept(() -> HEARD_OF.putAll(two)),
                place -> HEARD_OF.invoke(KEY, (entry, arguments) -> { // which has the lock of the key already
                    place.accept(() -> HEARD_OF.put(KEY, "v"));
                    return null;
                }));
    }

    public static void main(String[] args) throws Exception {
        for (Write write : writes()) {
            listenerFails = true;
            fails(write, Runnable::run); // links what is to be linked
            listenerFails = false;
            check();
            if (args[0].equals("heap")) {
                eachFilling(write);
            } else {
                Thread deep = new Thread(null, () -> eachDepth(write), "deep", 256 * 1024);
                deep.setUncaughtExceptionHandler(
                        (thread, failure) -> report("the trials were broken off by " + failure));
                deep.start();
                deep.join();
            }
        }
        System.out.println(
                (wrong == 0 ? "all whole" : wrong + " wrong") + (errors > 0 ? " after errors" : ", no errors"));
        Runtime.getRuntime().halt(wrong == 0 && errors > 0 ? 0 : 1);
    }

    private static boolean fails(Write write, Consumer<Runnable> place) {
        STORE.calls.clear();
        try {
            write.run(place);
            return false;
        } catch (Throwable e) {
            return true;
        }
    }

    private static void eachDepth(Write write) {
        int deepest = depth(1);
        int clean = 0;
        for (int level = deepest; level > deepest - LEVELS && clean < CLEAN; level--) {
            int steps = level;
            clean = count(fails(write, operation -> descend(steps, operation)), clean);
            check();
        }
    }

    /** How many trials in a row have not failed. */
    private static int count(boolean failed, int before) {
        errors += failed ? 1 : 0;
        return failed ? 0 : before + 1;
    }

    private static int depth(int reached) {
        try {
            return reached < 0 ? 0 : depth(reached + 1);
        } catch (StackOverflowError end) {
            return reached;
        }
    }

    private static void descend(int levels, Runnable operation) {
        if (levels == 0) {
            operation.run();
        } else {
            descend(levels - 1, operation);
        }
    }

    private static void eachFilling(Write write) {
        int clean = 0;
        for (int free = 0; clean < CLEAN_FILLINGS; free++) {
            int left = free;
            boolean failed = fails(write, operation -> {
                Object[] chain = fill(left);
                operation.run();
                Reference.reachabilityFence(chain);
            });
            clean = count(failed, clean);
            check();
        }
    }

    /** Takes all memory but that of some links of a chain, of 24 bytes each, and gives the rest of the chain, to be held. */
    private static Object[] fill(int free) {
        Object[] chain = null;
        try {
            while (true) {
                chain = new Object[] {chain, new byte[BLOCK_BYTES]};
            }
        } catch (OutOfMemoryError full) {
            chain = fillUp(chain);
        }
        for (int i = 0; i < free && chain != null; i++) {
            chain = (Object[]) chain[0];
        }
        return chain;
    }

    private static Object[] fillUp(Object[] blocks) {
        Object[] chain = blocks;
        try {
            while (true) {
                chain = new Object[] {chain};
            }
        } catch (OutOfMemoryError full) {
            return chain;
        }
    }

    private static void check() {
        int before = HEARD.get();
        HEARD_OF.put("later", "v");
        if (HEARD.get() == before) {
            report("the next write of the thread is not told");
        }
        try {
            OTHER.submit(() -> {
                        PLAIN.put(KEY, "later");
                        HEARD_OF.put(KEY, "later");
                    })
                    .get(300, TimeUnit.SECONDS);
        } catch (Exception stuck) {
            report("the next write of another thread does not end: " + stuck);
            System.out.println(wrong + " wrong");
            Runtime.getRuntime().halt(1); // nor would any other
        }
    }

    private static void report(String what) {
        wrong++;
        if (wrong <= 20) {
            System.out.println(what);
        }
    }
}
