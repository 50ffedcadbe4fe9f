package dev.gossamer.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Who finds an object sees all that was written to it before it was stored. */
public final class Publication {
    private Publication() {}

    /** A value stored under a new key. */
    @JCStressTest
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not stored yet")
    @Outcome(id = "42", expect = ACCEPTABLE, desc = "as it was stored")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "half made")
    @State
    public static class OfAValue {
        private final WeakValueMap<String, Box> map = Containers.weakValues();
        private @Nullable Box kept;

        @Actor
        public void store() {
            Box box = new Box(42);
            map.put("k", box);
            kept = box;
        }

        @Actor
        public void find(I_Result result) {
            result.r1 = Box.number(map.get("k"));
        }
    }

    /** A strong value that takes the place of another one, in the entry that is there. */
    @JCStressTest
    @Outcome(
            id = {"1", "42"},
            expect = ACCEPTABLE,
            desc = "before or after")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "absent or half made")
    @State
    public static class OfAnOverwritingValue {
        private final Box key = new Box(0);
        private final WeakKeyMap<Box, Box> map = Containers.weakKeys();

        public OfAnOverwritingValue() {
            map.put(key, new Box(1));
        }

        @Actor
        public void store() {
            map.put(key, new Box(42));
        }

        @Actor
        public void find(I_Result result) {
            result.r1 = Box.number(map.get(key));
        }
    }

    /** A weak key met on iteration, and its value. */
    @JCStressTest
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not stored yet")
    @Outcome(id = "49", expect = ACCEPTABLE, desc = "as they were stored")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "half made")
    @State
    public static class OfAKeyOnIteration {
        private final WeakKeyMap<Box, Box> map = Containers.weakKeys();
        private @Nullable Box kept;

        @Actor
        public void store() {
            Box key = new Box(7);
            map.put(key, new Box(42));
            kept = key;
        }

        @Actor
        public void walk(I_Result result) {
            result.r1 = -1;
            map.forEach((key, value) -> result.r1 = Box.number(key) + Box.number(value));
        }
    }
}
