package dev.gossamer.tck.contracts;

import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.environment.SteppedBackend;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is left when an operation is broken off by something that is thrown. */
public interface BrokenOffContract extends ContractBase {
    /** More steps than any operation takes. */
    int MOST_STEPS = 200;

    /** What can be broken off, by its name: each gets the map and the value to write. */
    Map<String, BiConsumer<ConcurrentMap<Object, Object>, Object>> OPERATIONS = operations();

    /** The key that all is done to. */
    NamedKey KEY = new NamedKey("key");

    private static Map<String, BiConsumer<ConcurrentMap<Object, Object>, Object>> operations() {
        Map<String, BiConsumer<ConcurrentMap<Object, Object>, Object>> all = new LinkedHashMap<>();
        all.put("put", (map, next) -> map.put(KEY, next));
        all.put("put with a ticket, if there are any", BrokenOffContract::putTicketed);
        all.put("putIfAbsent", (map, next) -> map.putIfAbsent(KEY, next));
        all.put("replace", (map, next) -> map.replace(KEY, next));
        all.put("remove", (map, next) -> map.remove(KEY));
        all.put("compute", (map, next) -> map.compute(KEY, (key, value) -> next));
        all.put("compute to nothing, remove", (map, next) -> map.compute(KEY, (key, value) -> null));
        all.put("computeIfAbsent", (map, next) -> map.computeIfAbsent(KEY, key -> next));
        all.put("computeIfPresent", (map, next) -> map.computeIfPresent(KEY, (key, value) -> next));
        all.put("merge", (map, next) -> map.merge(KEY, next, (value, given) -> given));
        all.put("removal while iterating, remove", (map, next) -> {
            Iterator<Object> keys = map.keySet().iterator();
            while (keys.hasNext()) {
                if (keys.next() == KEY) {
                    keys.remove();
                }
            }
        });
        return all;
    }

    private static void putTicketed(ConcurrentMap<Object, Object> map, Object next) {
        if (map instanceof WeakKeyMap<Object, Object> keys) {
            keys.put(KEY, next, "ticket");
        } else if (map instanceof WeakValueMap<Object, Object> values) {
            values.put(KEY, next, "ticket");
        } else {
            map.put(KEY, next);
        }
    }

    @Test
    @Rule("MAP-20")
    @DisplayName("MAP-20: an error of the JVM before or after any step leaves an operation done or not done")
    default void operation_errorAtAnyStep_isWholeOrNothing() {
        OPERATIONS.forEach((name, operation) -> {
            for (Kind kind : Kind.values()) {
                for (int way = 0; way < 4; way++) {
                    boolean struck = true;
                    for (int step = 1; struck; step++) {
                        RuleViolation.unless(step < MOST_STEPS, "MAP-20", name + " takes " + step + " steps, and more");
                        struck = strike(name, operation, kind, way, step);
                    }
                }
            }
        });
    }

    /** Has an error strike at one step of an operation; whether it came so far. */
    private boolean strike(
            String name, BiConsumer<ConcurrentMap<Object, Object>, Object> operation, Kind kind, int way, int step) {
        boolean present = (way & 1) != 0;
        Error error = step % 2 == 0 ? new StackOverflowError("on purpose") : new OutOfMemoryError("on purpose");
        Strike strike = new Strike((way & 2) != 0, error);
        BrokenOff broken = new BrokenOff(name, kind.map(new SteppedBackend(backend(), strike)), present);
        strike.arm(step);
        try {
            operation.accept(broken.map, broken.next);
        } catch (StackOverflowError | OutOfMemoryError thrown) {
            RuleViolation.unless(thrown == error, "MAP-20", name + " failed with another error: " + thrown);
        } catch (RuntimeException thrown) {
            throw new RuleViolation("MAP-20", name + " failed after an error of the JVM: " + thrown, thrown);
        }
        boolean struck = strike.disarm();
        broken.check("an error at step " + step + " of " + name);
        return struck;
    }

    /** The kinds of maps. */
    enum Kind {
        WEAK_KEYS,
        WEAK_VALUES,
        BOTH_WEAK;

        ConcurrentMap<Object, Object> map(Backend backend) {
            SimulatedCollection scene = new SimulatedCollection(backend);
            return switch (this) {
                case WEAK_KEYS -> scene.newWeakKeyMap();
                case WEAK_VALUES -> scene.newWeakValueMap();
                case BOTH_WEAK -> scene.<Object, Object>weakMap().build();
            };
        }
    }

    @Test
    @Rule("MAP-20")
    @DisplayName("MAP-20: a key whose equals throws, at whatever call, leaves an operation done or not done")
    default void operation_equalsThrows_isWholeOrNothing() {
        for (int call = 1; call <= 4; call++) {
            for (Kind kind : Kind.values()) {
                requireWhole("put", call, kind, (map, key) -> map.put(key, KEY));
                requireWhole("putIfAbsent", call, kind, (map, key) -> map.putIfAbsent(key, KEY));
                requireWhole("compute", call, kind, (map, key) -> map.compute(key, (same, value) -> KEY));
                requireWhole("computeIfAbsent", call, kind, (map, key) -> map.computeIfAbsent(key, same -> KEY));
            }
        }
    }

    /** Has a key throw that is to be stored beside another one of its hash. */
    private void requireWhole(
            String operation, int call, Kind kind, BiConsumer<ConcurrentMap<Object, Object>, Object> write) {
        ConcurrentMap<Object, Object> map = kind.map(backend());
        Brittle stored = new Brittle(1);
        Brittle brittle = new Brittle(2);
        map.put(stored, KEY);
        brittle.throwAt(call);
        try {
            write.accept(map, brittle);
        } catch (ArithmeticException onPurpose) {
            requireCounts(map, operation + " failed as equals threw", 1);
        }
        brittle.throwAt(0);
        String when = operation + ", in which call " + call + " of equals throws";
        RuleViolation.unless(map.get(stored) == KEY, "MAP-20", when + ": another key is lost");
        requireCounts(map, when, map.containsKey(brittle) ? 2 : 1);
        RacingThreads.join(RacingThreads.<@Nullable Object>start(() -> map.put(brittle, KEY)));
        RuleViolation.unless(map.remove(brittle) == KEY, "MAP-20", when + ": the next operations do not work");
        requireCounts(map, when + ", and a removal", 1);
        Reference.reachabilityFence(stored);
        Reference.reachabilityFence(brittle);
    }

    private static void requireCounts(ConcurrentMap<?, ?> map, String when, int expected) {
        WeakContainer container = (WeakContainer) map;
        container.reclaim();
        RuleViolation.unless(
                map.size() == expected && container.estimatedSize() == expected,
                "MAP-20",
                when + ": size() is " + map.size() + " and estimatedSize() " + container.estimatedSize() + " of "
                        + expected + " entries");
    }

    /** Throws an error at one step. */
    final class Strike implements SteppedBackend.Intervention {
        private final boolean after;
        private final Error error;
        private int left;

        Strike(boolean after, Error error) {
            this.after = after;
            this.error = error;
        }

        void arm(int step) {
            left = step;
        }

        /** Has nothing thrown any more; whether something was. */
        boolean disarm() {
            boolean struck = left == 0;
            left = 0;
            return struck;
        }

        @Override
        public void at(SteppedBackend.Step step, boolean now) {
            if (now == after && left > 0 && --left == 0) {
                throw error;
            }
        }
    }

    /** A map with a key and another one, and what must be so after an operation on the key was broken off. */
    final class BrokenOff {
        final ConcurrentMap<Object, Object> map;
        final NamedKey next = new NamedKey("next");
        private final NamedKey before = new NamedKey("before");
        private final NamedKey otherKey = new NamedKey("other key");
        private final NamedKey otherValue = new NamedKey("other value");
        private final NamedKey last = new NamedKey("last");
        private final boolean present;
        private final boolean removes;

        BrokenOff(String operation, ConcurrentMap<Object, Object> map, boolean present) {
            this.map = map;
            this.present = present;
            this.removes = operation.endsWith("remove");
            map.put(otherKey, otherValue);
            if (present) {
                map.put(KEY, before);
            }
        }

        void check(String when) {
            Object now = map.get(KEY);
            boolean whole = now == next || now == (present ? before : null) || (removes && now == null);
            RuleViolation.unless(whole, "MAP-20", when + ": get(" + KEY + ") gives " + now);
            RuleViolation.unless(
                    map.get(otherKey) == otherValue,
                    "MAP-20",
                    when + ": get(" + otherKey + ") gives " + map.get(otherKey));
            requireCounts(map, when, now == null ? 1 : 2);
            Object written = RacingThreads.join(RacingThreads.<@Nullable Object>start(() -> map.put(KEY, last)));
            RuleViolation.unless(
                    written == now, "MAP-20", when + ": the next put gives " + written + " and not " + now);
            Object computed = map.compute(KEY, (key, value) -> value == last ? next : null);
            RuleViolation.unless(computed == next, "MAP-20", when + ": the next compute gives " + computed);
            RuleViolation.unless(map.remove(KEY) == next, "MAP-20", when + ": the next remove gives something else");
            requireCounts(map, when + ", and a removal", 1);
            Reference.reachabilityFence(this);
        }
    }

    /** A key whose {@code equals} throws at one of its calls; all have one hash. */
    final class Brittle {
        private final int number;
        private final AtomicInteger left = new AtomicInteger();

        Brittle(int number) {
            this.number = number;
        }

        /** Has a call from now on throw, none if that is 0. */
        void throwAt(int call) {
            left.set(call);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (left.getAndDecrement() == 1) {
                throw new ArithmeticException("on purpose");
            }
            return other instanceof Brittle that && that.number == number;
        }

        @Override
        public int hashCode() {
            return 7;
        }
    }
}
