package dev.gossamer;

import dev.gossamer.spi.Feature;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * A program that has each operation end in an error of the JVM at every place in turn, and looks at what is left. Started
 * with {@code -Xint}, so that each step of one frame moves the end of the stack by the same distance. The arguments are
 * the name of a backend, {@code stack} or {@code heap}, and the name of the one kind of container to try, if not all. Prints what
 * is wrong, at last how many errors there were.
 */
final class ErrorsAtEveryStep {
    // How is every place reached?
    //
    // Stack: an operation is called at the deepest level from which it does not overflow, then one frame deeper, and so
    // on to the level from which it cannot even begin. Each level moves the end by one small frame, so the overflow
    // comes in each of the calls that the operation makes. Heap: all memory is filled but for some small objects, a few
    // more each time, so the allocation that fails is the first, the second, and so on, until none does: each filling
    // takes the collector several full rounds.

    /** A map with a hot tier for one value, and statistics. */
    static final String HOT = "values, hot, counted";

    /** A map with a hot tier for more values than there are, so that none leaves it but by what is done to the map. */
    static final String HOT_FOR_MANY = "values, hot for many";

    private static final Object BEFORE = new Object();
    private static final Object AFTER = new Object();
    private static final Object LATER = new Object();
    private static final String KEY = "key";
    private static final String NEIGHBOUR = "neighbour";
    private static final String ONE_MORE = "one more";
    private static final String[] COLLIDING = colliding(16);
    private static final int LEVELS = 400;
    private static final int CLEAN = 30;
    private static final int FREED_LINKS = 4;
    private static final int CLEAN_FILLINGS = 2;

    private static final ExecutorService OTHER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    private static long errors;
    private static long wrong;

    private ErrorsAtEveryStep() {}

    private static String[] colliding(int count) {
        String[] keys = new String[count];
        for (int i = 0; i < count; i++) {
            keys[i] = new String(new char[] {(char) ('k' - 1 - i), (char) ('e' + 31 * (1 + i)), 'y'});
        }
        return keys;
    }

    public static void main(String[] args) throws Exception {
        boolean heap = args[1].equals("heap");
        List<Subject> subjects = subjects(args[0]);
        if (args.length > 2) {
            subjects.removeIf(subject -> !subject.name.equals(args[2]));
        } else if (!heap) { // a full heap could keep the JDK from loading what starts a thread
            subjects.add(new Subject(
                    "values, reclaimed by the thread",
                    () -> WeakValueMap.builder().backend(args[0]).build()));
        }
        for (Subject subject : subjects) {
            for (Map.Entry<String, Consumer<Map<Object, Object>>> operation :
                    operations().entrySet()) {
                Trial trial = new Trial(subject, operation.getKey(), operation.getValue());
                trial.run(false, run -> run.accept(0)); // links what is to be linked
                trial.run(true, run -> run.accept(0));
                for (boolean present : new boolean[] {true, false}) {
                    if (heap) {
                        eachFilling(trial, present);
                    } else {
                        eachDepth(trial, present);
                    }
                }
            }
        }
        System.out.println(
                (wrong == 0 ? "all whole" : wrong + " wrong") + (errors > 0 ? " after errors" : ", no errors"));
        Runtime.getRuntime().halt(wrong == 0 && errors > 0 ? 0 : 1);
    }

    // ---- what is tried ----

    /** A kind of container, seen as a map from {@link #KEY} to {@link #BEFORE}. */
    private record Subject(String name, Supplier<Map<Object, Object>> make) {}

    private static List<Subject> subjects(String backend) {
        List<Subject> all = new ArrayList<>();
        all.add(new Subject("keys", () -> keys(backend).build()));
        all.add(new Subject("values", () -> values(backend).build()));
        all.add(new Subject(
                HOT, () -> values(backend).hot(HotTier.recent(1)).recordStats().build()));
        all.add(new Subject(
                HOT_FOR_MANY, () -> values(backend).hot(HotTier.recent(100)).build()));
        all.add(new Subject(
                "values, ticketed",
                () -> values(backend).onCollected((key, ticket) -> {}).build()));
        all.add(new Subject(
                "keys by identity, counted",
                () -> keys(backend).keys(Equivalence.identity()).recordStats().build()));
        all.add(new Subject(
                "values, many keys of one hash", () -> crowded(values(backend).build())));
        all.add(new Subject(
                "keys, many of one hash", () -> crowded(keys(backend).build())));
        if (Backends.standard().features().contains(Feature.MAXIMUM_SIZE)) {
            all.add(new Subject(
                    "values, bounded", () -> values(backend).maximumSize(100).build()));
            all.add(new Subject(
                    "keys, bounded, counted",
                    () -> keys(backend).maximumSize(100).recordStats().build()));
        }
        return all;
    }

    /** Fills a map with so many keys of the hash of {@link #KEY} that one more has their chain sorted. */
    private static Map<Object, Object> crowded(Map<Object, Object> map) {
        for (String key : COLLIDING) {
            map.put(key, LATER);
        }
        return map;
    }

    private static WeakValueMap.Builder<Object, Object> values(String backend) {
        return WeakValueMap.builder().backend(backend).reclaim(Reclaim.MANUAL);
    }

    private static WeakKeyMap.Builder<Object, Object> keys(String backend) {
        return WeakKeyMap.builder().backend(backend).reclaim(Reclaim.MANUAL);
    }

    private static Map<String, Consumer<Map<Object, Object>>> operations() {
        Map<String, Consumer<Map<Object, Object>>> all = new LinkedHashMap<>();
        all.put("put", map -> map.put(KEY, AFTER));
        all.put("put with a ticket", ErrorsAtEveryStep::putTicketed);
        all.put("putIfAbsent", map -> map.putIfAbsent(KEY, AFTER));
        all.put("replace", map -> map.replace(KEY, AFTER));
        all.put("replace an expected value", map -> map.replace(KEY, BEFORE, AFTER));
        all.put("remove", map -> map.remove(KEY));
        all.put("computeIfAbsent", map -> map.computeIfAbsent(KEY, key -> AFTER));
        all.put("computeIfPresent", map -> map.computeIfPresent(KEY, (key, value) -> AFTER));
        all.put("computeIfPresent to nothing", map -> map.computeIfPresent(KEY, (key, value) -> null));
        all.put("compute", map -> map.compute(KEY, (key, value) -> AFTER));
        all.put("merge", map -> map.merge(KEY, AFTER, (value, given) -> given));
        all.put("get", map -> map.get(KEY));
        all.put("get what is not hot", map -> map.get(NEIGHBOUR));
        all.put("clear", Map::clear);
        all.put("popEntry", ErrorsAtEveryStep::pop);
        all.put("setValue", map -> map.entrySet().forEach(entry -> entry.setValue(AFTER)));
        all.put("iterator.remove", ErrorsAtEveryStep::removeByIterator);
        return all;
    }

    private static void putTicketed(Map<Object, Object> map) {
        if (map instanceof WeakValueMap<Object, Object> values) {
            values.put(KEY, AFTER, "ticket");
        } else {
            ((WeakKeyMap<Object, Object>) map).put(KEY, AFTER, "ticket");
        }
    }

    private static void pop(Map<Object, Object> map) {
        if (map instanceof WeakValueMap<Object, Object> values) {
            values.popEntry();
        } else {
            ((WeakKeyMap<Object, Object>) map).popEntry();
        }
    }

    private static void removeByIterator(Map<Object, Object> map) {
        for (Iterator<Object> keys = map.keySet().iterator(); keys.hasNext(); ) {
            keys.next();
            keys.remove();
        }
    }

    // ---- where it fails ----

    private static void eachDepth(Trial trial, boolean present) throws InterruptedException {
        Thread thread = new Thread(null, () -> stepDown(trial, present), "deep", 256 * 1024);
        thread.start();
        thread.join();
    }

    private static void stepDown(Trial trial, boolean present) {
        int deepest = depth(1);
        int clean = 0;
        for (int level = deepest; level > deepest - LEVELS && clean < CLEAN; level--) {
            int steps = level;
            boolean failed = trial.run(present, run -> descend(steps, run));
            clean = failed ? 0 : clean + 1;
        }
    }

    private static int depth(int reached) {
        try {
            return reached < 0 ? 0 : depth(reached + 1);
        } catch (StackOverflowError end) {
            return reached;
        }
    }

    private static void descend(int levels, IntConsumer run) {
        if (levels == 0) {
            run.accept(0);
        } else {
            descend(levels - 1, run);
        }
    }

    private static void eachFilling(Trial trial, boolean present) {
        int clean = 0;
        for (int free = 0; clean < CLEAN_FILLINGS; free += FREED_LINKS) {
            int left = free;
            boolean failed = trial.run(present, run -> {
                Object[] chain = FullHeap.fill(left);
                run.accept(0);
                Reference.reachabilityFence(chain);
            });
            clean = failed ? 0 : clean + 1;
        }
    }

    // ---- what is left ----

    /** One operation on one kind of container. */
    private record Trial(Subject subject, String name, Consumer<Map<Object, Object>> operation) {

        /** Runs the operation where it is called from, and looks at the map afterwards; whether it ended in an error. */
        boolean run(boolean present, Consumer<IntConsumer> from) {
            Map<Object, Object> map = subject.make.get();
            map.put(NEIGHBOUR, LATER);
            if (present) {
                map.put(KEY, BEFORE);
            }
            boolean failed = false;
            try {
                from.accept(nothing -> operation.accept(map));
            } catch (StackOverflowError | OutOfMemoryError error) {
                failed = true;
                errors++;
            }
            check(map, present);
            return failed;
        }

        private void check(Map<Object, Object> map, boolean present) {
            boolean any = name.equals("clear") || name.equals("popEntry") || name.equals("iterator.remove");
            boolean gone = any || name.equals("remove") || name.endsWith("to nothing");
            Object value = map.get(KEY);
            if (value != AFTER && value != (present ? BEFORE : null) && !(gone && value == null)) {
                report("has " + value, present);
            }
            Object neighbour = map.get(NEIGHBOUR);
            if (neighbour != LATER && !(any && neighbour == null) && !(name.equals("setValue") && neighbour == AFTER)) {
                report("has another value for another key", present);
            }
            checkHeld(map, present);
            checkCounts(map, present);
            String obstacle = write(map);
            if (obstacle != null) {
                report("keeps the next write of the key from ending: " + obstacle, present);
            } else if (map.get(KEY) != LATER || !Objects.equals(map.remove(KEY), LATER) || map.containsKey(KEY)) {
                report("does not do what is asked of it afterwards", present);
            }
            checkHeld(map, present);
        }

        /** Stores one more, after which a hot tier holds no more values than it may, and has counted them. */
        private void checkHeld(Map<Object, Object> map, boolean present) {
            map.put(ONE_MORE, LATER);
            long held = ((WeakContainer) map).stats().hot();
            StrongHolds tier = ((StoredMap<?, ?>) map).store.tier;
            long counted = tier.size();
            if (held > tier.limit() || counted != held) {
                report("holds " + held + " values, and has counted " + counted, present);
            }
            map.remove(ONE_MORE);
        }

        private void checkCounts(Map<Object, Object> map, boolean present) {
            int size = 0;
            for (Object each : map.keySet()) {
                size += each == null ? 0 : 1;
            }
            ((WeakContainer) map).reclaim();
            long estimated = ((WeakContainer) map).estimatedSize();
            if (map.size() != size || estimated != size) {
                report("has " + size + " entries, size() " + map.size() + ", estimatedSize() " + estimated, present);
            }
        }

        /** What keeps another thread from writing the key, {@code null} if nothing does. */
        private static String write(Map<Object, Object> map) {
            try {
                OTHER.submit(() -> map.put(KEY, LATER)).get(300, TimeUnit.SECONDS);
                return null;
            } catch (Exception stuck) {
                return stuck.toString();
            }
        }

        private void report(String what, boolean present) {
            wrong++;
            if (wrong <= 20) {
                System.out.println(subject.name + ", " + name + (present ? ", present: " : ", absent: ") + what);
            }
        }
    }
}
