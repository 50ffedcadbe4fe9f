package dev.gossamer.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gossamer.WeakValueMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A table that grows while somebody else uses it loses nothing, hides nothing and doubles nothing. */
public final class Growth {
    private static final int STORED = 26;
    private static final int MORE = 8;
    private static final Box VALUE = new Box(1);

    private Growth() {}

    /** A map with so many entries that some more make it grow, in chains that divide. */
    private static WeakValueMap<Integer, Box> full() {
        WeakValueMap<Integer, Box> map = Containers.weakValues();
        for (int i = 0; i < STORED; i++) {
            map.put(key(i), VALUE);
        }
        return map;
    }

    private static void grow(WeakValueMap<Integer, Box> map, int from) {
        for (int i = from; i < from + MORE; i++) {
            map.put(key(i), VALUE);
        }
    }

    /** Scattered, so that some slots have chains and some have none. */
    private static int key(int number) {
        return number * 0x5bd1_e995;
    }

    /** Somebody looks for what is there. */
    @JCStressTest
    @Outcome(id = "26", expect = ACCEPTABLE, desc = "all found")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "one was hidden")
    @State
    public static class WhileFound {
        private final WeakValueMap<Integer, Box> map = full();

        @Actor
        public void grow() {
            Growth.grow(map, STORED);
        }

        @Actor
        public void find(I_Result result) {
            for (int i = 0; i < STORED; i++) {
                result.r1 += map.get(key(i)) == VALUE ? 1 : 0;
            }
        }
    }

    /** Somebody iterates. */
    @JCStressTest
    @Outcome(id = "26, 0", expect = ACCEPTABLE, desc = "each met once")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "one was left out or met twice")
    @State
    public static class WhileIterated {
        private final WeakValueMap<Integer, Box> map = full();

        @Actor
        public void grow() {
            Growth.grow(map, STORED);
        }

        @Actor
        public void walk(II_Result result) {
            long met = 0;
            for (Integer each : map.keySet()) {
                long number = 1L << each * 0xe59b_19bd; // the inverse, so that this is the number of the key
                result.r2 += (met & number) == 0 ? 0 : 1;
                met |= number;
            }
            result.r1 = Long.bitCount(met & ((1L << STORED) - 1));
        }
    }

    /** Somebody removes, and puts something new. */
    @JCStressTest
    @Outcome(id = "3, 32", expect = ACCEPTABLE, desc = "all took effect")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "a write was lost or doubled")
    @State
    public static class WhileWritten {
        private final WeakValueMap<Integer, Box> map = full();

        @Actor
        public void grow() {
            Growth.grow(map, STORED);
        }

        @Actor
        public void write(II_Result result) {
            result.r1 += map.remove(key(3)) == VALUE ? 1 : 0;
            result.r1 += map.remove(key(11)) == VALUE ? 1 : 0;
            result.r1 += map.put(key(20), new Box(2)) == VALUE ? 1 : 0;
        }

        @Arbiter
        public void count(II_Result result) {
            result.r2 = map.estimatedSize() == STORED + MORE - 2 ? STORED + MORE - 2 : -1;
        }
    }

    /** Two threads make it grow. */
    @JCStressTest
    @Outcome(id = "42, 42", expect = ACCEPTABLE, desc = "all are there")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "one was lost or doubled")
    @State
    public static class ByTwo {
        private final WeakValueMap<Integer, Box> map = full();

        @Actor
        public void one() {
            grow(map, STORED);
        }

        @Actor
        public void other() {
            grow(map, STORED + MORE);
        }

        @Arbiter
        public void count(II_Result result) {
            for (int i = 0; i < STORED + 2 * MORE; i++) {
                result.r1 += map.get(key(i)) == VALUE ? 1 : 0;
            }
            result.r2 = (int) map.estimatedSize();
        }
    }
}
