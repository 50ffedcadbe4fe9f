package dev.gossamer.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A function runs once for each call that takes effect, and readers see the value from before until it has. */
public final class Computing {
    private Computing() {}

    /** A reader while a function runs. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "1, 2", "2, 2"},
            expect = ACCEPTABLE,
            desc = "before, then after")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "a gap, or back to the old value")
    @State
    public static class WhileRead {
        private final Box key = new Box(0);
        private final WeakKeyMap<Box, Integer> map = Containers.weakKeys();

        public WhileRead() {
            map.put(key, 1);
        }

        @Actor
        public void compute() {
            map.compute(key, (same, value) -> value == null ? 9 : value + 1);
        }

        @Actor
        public void read(II_Result result) {
            result.r1 = map.getOrDefault(key, -1);
            result.r2 = map.getOrDefault(key, -1);
        }
    }

    /** A reader of weak values while a function fails. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "nothing has happened")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "a gap")
    @State
    public static class WhileFailing {
        private static final Box ONE = new Box(1);
        private final WeakValueMap<String, Box> map = Containers.weakValues();

        public WhileFailing() {
            map.put("k", ONE);
        }

        @Actor
        public void fail() {
            try {
                map.compute("k", (same, value) -> {
                    throw new IllegalStateException("on purpose");
                });
            } catch (IllegalStateException onPurpose) {
                return;
            }
        }

        @Actor
        public void read(III_Result result) {
            result.r1 = Box.number(map.get("k"));
            result.r2 = Box.number(map.get("k"));
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = Box.number(map.get("k"));
        }
    }

    /** Two increments. */
    @JCStressTest
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "both took effect")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "one was lost")
    @State
    public static class Twice {
        private final Box key = new Box(0);
        private final WeakKeyMap<Box, Integer> map = Containers.weakKeys();

        public Twice() {
            map.put(key, 1);
        }

        @Actor
        public void compute() {
            map.compute(key, (same, value) -> value == null ? 9 : value + 1);
        }

        @Actor
        public void merge() {
            map.merge(key, 1, Integer::sum);
        }

        @Arbiter
        public void rest(I_Result result) {
            result.r1 = map.getOrDefault(key, -1);
        }
    }

    /** An increment and a removal. */
    @JCStressTest
    @Outcome(id = "2, 2, -1", expect = ACCEPTABLE, desc = "computed, then removed")
    @Outcome(id = "9, 1, 9", expect = ACCEPTABLE, desc = "removed, then computed")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "no order explains it")
    @State
    public static class WhileRemoved {
        private final Box key = new Box(0);
        private final WeakKeyMap<Box, Integer> map = Containers.weakKeys();

        public WhileRemoved() {
            map.put(key, 1);
        }

        @Actor
        public void compute(III_Result result) {
            Integer made = map.compute(key, (same, value) -> value == null ? 9 : value + 1);
            result.r1 = made == null ? -1 : made;
        }

        @Actor
        public void remove(III_Result result) {
            Integer removed = map.remove(key);
            result.r2 = removed == null ? -1 : removed;
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = map.getOrDefault(key, -1);
        }
    }

    /** Two threads make a value, in two ways. */
    @JCStressTest
    @Outcome(
            id = {"1, 1, 1", "2, 2, 2"},
            expect = ACCEPTABLE,
            desc = "one winner")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "two values for one key")
    @State
    public static class IfAbsent {
        private static final Box ONE = new Box(1);
        private static final Box TWO = new Box(2);
        private final WeakValueMap<String, Box> map = Containers.weakValues();

        @Actor
        public void compute(III_Result result) {
            result.r1 = Box.number(map.computeIfAbsent("k", key -> ONE));
        }

        @Actor
        public void put(III_Result result) {
            result.r2 = Box.number(map.getOrPut("k", TWO));
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = Box.number(map.get("k"));
        }
    }
}
