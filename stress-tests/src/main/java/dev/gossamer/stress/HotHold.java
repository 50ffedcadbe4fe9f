package dev.gossamer.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gossamer.HotTier;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakValueMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A hot tier holds no more than its bound, and nothing that is out of the map. */
public final class HotHold {
    private static final Box ONE = new Box(1);
    private static final Box TWO = new Box(2);

    private HotHold() {}

    /** A map with two values, of which its tier holds one. */
    private static WeakValueMap<String, Box> mapOfTwo() {
        WeakValueMap<String, Box> map = WeakValueMap.<String, Box>builder()
                .reclaim(Reclaim.MANUAL)
                .hot(HotTier.recent(1))
                .build();
        map.put("one", ONE);
        map.put("two", TWO);
        return map;
    }

    /** A hit promotes what another thread removes. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "-1, 0"},
            expect = ACCEPTABLE,
            desc = "found or not, nothing is held in the end")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "what was removed is held still")
    @State
    public static class WhileRemoved {
        private final WeakValueMap<String, Box> map = mapOfTwo();

        @Actor
        public void hit(II_Result result) {
            result.r1 = Box.number(map.get("one"));
        }

        @Actor
        public void remove() {
            map.remove("one");
        }

        @Arbiter
        public void rest(II_Result result) {
            map.remove("two");
            long held = map.stats().hot();
            result.r2 = map.size() == 0 && held == 0 ? 0 : 2;
        }
    }

    /** Two hits promote two values, of which one can be held. */
    @JCStressTest
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "one is held")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "more than the bound is held, or none")
    @State
    public static class ByTwo {
        private final WeakValueMap<String, Box> map = mapOfTwo();

        @Actor
        public void one() {
            map.get("one");
        }

        @Actor
        public void two() {
            map.get("two");
        }

        @Arbiter
        public void rest(II_Result result) {
            result.r1 = map.size();
            result.r2 = (int) map.stats().hot();
        }
    }
}
