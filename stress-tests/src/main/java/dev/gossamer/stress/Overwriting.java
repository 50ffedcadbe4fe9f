package dev.gossamer.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import java.util.concurrent.ConcurrentMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Each value that a write replaces is given back once, and no reader sees a gap. */
public final class Overwriting {
    private static final Box ONE = new Box(1);
    private static final Box TWO = new Box(2);
    private static final Box THREE = new Box(3);

    private Overwriting() {}

    /** Two threads overwrite a strong value. */
    @JCStressTest
    @Outcome(
            id = {"1, 2, 3", "3, 1, 2"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "a value was lost or given back twice")
    @State
    public static class OfAWeakKey {
        private final Box key = new Box(0);
        private final WeakKeyMap<Box, Box> map = Containers.weakKeys();

        public OfAWeakKey() {
            map.put(key, ONE);
        }

        @Actor
        public void two(III_Result result) {
            result.r1 = Box.number(map.put(key, TWO));
        }

        @Actor
        public void three(III_Result result) {
            result.r2 = Box.number(map.put(key, THREE));
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = Box.number(map.get(key));
        }
    }

    /** Two threads overwrite a weak value. */
    @JCStressTest
    @Outcome(
            id = {"1, 2, 3", "3, 1, 2"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "a value was lost or given back twice")
    @State
    public static class OfAWeakValue {
        private final WeakValueMap<String, Box> map = Containers.weakValues();

        public OfAWeakValue() {
            map.put("k", ONE);
        }

        @Actor
        public void two(III_Result result) {
            result.r1 = Box.number(map.put("k", TWO));
        }

        @Actor
        public void three(III_Result result) {
            result.r2 = Box.number(map.replace("k", THREE));
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = Box.number(map.get("k"));
        }
    }

    /** A thread reads twice while another one overwrites. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "1, 2", "2, 2"},
            expect = ACCEPTABLE,
            desc = "before, then after")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "a gap, or back to the old value")
    @State
    public static class WhileRead {
        private final WeakValueMap<String, Box> map = Containers.weakValues();

        public WhileRead() {
            map.put("k", ONE);
        }

        @Actor
        public void overwrite() {
            map.put("k", TWO);
        }

        @Actor
        public void read(II_Result result) {
            result.r1 = Box.number(map.get("k"));
            result.r2 = Box.number(map.get("k"));
        }
    }

    /** One thread removes what another one overwrites. */
    @JCStressTest
    @Outcome(id = "1, 2, -1", expect = ACCEPTABLE, desc = "overwritten, then removed")
    @Outcome(id = "-1, 1, 2", expect = ACCEPTABLE, desc = "removed, then put")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "a value was lost or given back twice")
    @State
    public static class WhileRemoved {
        private final Box key = new Box(0);
        private final ConcurrentMap<Box, Box> map = Containers.weakKeys();

        public WhileRemoved() {
            map.put(key, ONE);
        }

        @Actor
        public void put(III_Result result) {
            result.r1 = Box.number(map.put(key, TWO));
        }

        @Actor
        public void remove(III_Result result) {
            result.r2 = Box.number(map.remove(key));
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r3 = Box.number(map.get(key));
        }
    }
}
