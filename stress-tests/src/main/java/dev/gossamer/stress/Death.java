package dev.gossamer.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.gossamer.Backends;
import dev.gossamer.Interner;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.SimulatedCollector;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What dies while others use it: one canonical object at a time, told of once, and no newer entry lost. */
public final class Death {
    private static final Box OLD = new Box(1);
    private static final Box FRESH = new Box(2);

    private Death() {}

    /**
     * A map with one value, a collector that can clear it, and how often it was told. Nothing may be cleared that somebody
     * holds whose operation would have to fail then, as no collector does that.
     */
    private static class Scene {
        final SimulatedCollector collector = new SimulatedCollector(Backends.standard());
        final AtomicInteger told = new AtomicInteger();
        final WeakValueMap<String, Box> map = WeakValueMap.<String, Box>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .onCollected((key, ticket) -> told.incrementAndGet())
                .build();

        Scene() {
            map.put("k", OLD);
        }
    }

    /** A value dies and is reclaimed while somebody asks for it or for another one. */
    @JCStressTest
    @Outcome(id = "1, -1, 1", expect = ACCEPTABLE, desc = "got the old one, which died then")
    @Outcome(id = "2, 2, 1", expect = ACCEPTABLE, desc = "made a new one, which stays")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "the newer entry was lost, or told twice or never")
    @State
    public static class WhilePutIfAbsent extends Scene {
        @Actor
        public void collect() {
            collector.clear(OLD);
            collector.enqueue();
            map.reclaim();
        }

        @Actor
        public void ask(III_Result result) {
            result.r1 = Box.number(map.getOrPut("k", FRESH));
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r2 = Box.number(map.get("k"));
            collector.enqueue();
            map.reclaim();
            result.r3 = told.get();
        }
    }

    /** A dead entry is reclaimed while its key gets a new value. */
    @JCStressTest
    @Outcome(id = "-1, 2, 1", expect = ACCEPTABLE, desc = "the new value stays, the death was told of")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "the newer entry was lost, or told twice or never")
    @State
    public static class ReclaimedWhilePut extends Scene {
        public ReclaimedWhilePut() {
            collector.clear(OLD);
            collector.enqueue();
        }

        @Actor
        public void reclaim() {
            map.reclaim();
        }

        @Actor
        public void put(III_Result result) {
            result.r1 = Box.number(map.put("k", FRESH));
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r2 = Box.number(map.get("k"));
            result.r3 = told.get();
        }
    }

    /** Two threads reclaim the same container. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one of them took it out")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "counted or told twice or never")
    @State
    public static class ReclaimedByTwo extends Scene {
        private final AtomicInteger counted = new AtomicInteger();

        public ReclaimedByTwo() {
            collector.clear(OLD);
            collector.enqueue();
        }

        @Actor
        public void one() {
            counted.addAndGet(map.reclaim());
        }

        @Actor
        public void other() {
            counted.addAndGet(map.reclaim());
        }

        @Arbiter
        public void rest(II_Result result) {
            result.r1 = counted.get();
            result.r2 = told.get();
        }
    }

    /** A dead entry is reclaimed while its key is removed: what has died cannot be removed, and is told of. */
    @JCStressTest
    @Outcome(id = "-1, 1, 0", expect = ACCEPTABLE, desc = "told of, and gone")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "removed, told twice or never, or left in the table")
    @State
    public static class ReclaimedWhileRemoved extends Scene {
        public ReclaimedWhileRemoved() {
            collector.clear(OLD);
        }

        @Actor
        public void reclaim() {
            collector.enqueue();
            map.reclaim();
        }

        @Actor
        public void remove(III_Result result) {
            result.r1 = Box.number(map.remove("k"));
        }

        @Arbiter
        public void rest(III_Result result) {
            result.r2 = told.get();
            result.r3 = (int) map.estimatedSize();
        }
    }

    /** Two threads intern equal objects while the canonical one dies. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one canonical instance, which is there still")
    @Outcome(id = ".*", expect = FORBIDDEN, desc = "two canonical instances at once")
    @State
    public static class WhileInterned {
        private final SimulatedCollector collector = new SimulatedCollector(Backends.standard());
        private final Interner<Text> interner = Interner.<Text>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .build();
        private final Text one = new Text("a");
        private final Text other = new Text("a");

        /** Equal to those of the same text. */
        private record Text(String text) {}

        public WhileInterned() {
            Text dead = interner.intern(new Text("a"));
            collector.clear(dead);
            collector.enqueue();
        }

        @Actor
        public void intern(II_Result result) {
            result.r1 = interner.intern(one) == one ? 1 : 2;
            interner.reclaim();
        }

        @Actor
        public void internOther(II_Result result) {
            result.r2 = interner.intern(other) == one ? 1 : 2;
            interner.reclaim();
        }

        @Arbiter
        public void rest(II_Result result) {
            boolean agreed = result.r1 == result.r2 && interner.size() == 1;
            Text canonical = interner.intern(new Text("a"));
            result.r1 = agreed ? 1 : 2;
            result.r2 = canonical == one || canonical == other ? 1 : 2;
        }
    }
}
