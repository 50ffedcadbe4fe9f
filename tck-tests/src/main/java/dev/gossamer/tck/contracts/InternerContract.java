package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Equivalence;
import dev.gossamer.Interner;
import dev.gossamer.tck.environment.AllocatedBytes;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for an {@link Interner} in particular. */
public interface InternerContract extends ContractBase {

    @Test
    @Rule("INT-1")
    @DisplayName("INT-1: everyone gets the one live instance, and after its death the next one")
    default void intern_deathAfterDeath_givesTheOneLiveInstance() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Interner<NamedKey> interner = scene.newInterner();
        NamedKey live = new NamedKey("a");
        for (int round = 0; round < 20; round++) {
            assertSame(live, interner.intern(live), "intern of the first instance, round " + round);
            NamedKey next = new NamedKey("a");
            assertSame(live, interner.intern(next), "intern of a second instance, round " + round);
            scene.kill(live);
            if (round % 3 == 0) {
                scene.reclaim(interner);
            }
            assertSame(next, interner.intern(next), "intern after the first one died, round " + round);
            scene.reclaim(interner);
            assertSame(next, interner.intern(new NamedKey("a")), "intern after reclaiming, round " + round);
            assertEquals(1, interner.size(), "size(), round " + round);
            live = next;
        }
    }

    @Test
    @Rule("INT-1")
    @DisplayName("INT-1: who makes an instance while another one becomes canonical gets that one")
    default void intern_anotherComesWhileItIsMade_givesTheOther() {
        Interner<NamedKey> interner = new SimulatedCollection(backend()).newInterner();
        NamedKey first = new NamedKey("a");
        NamedKey given = interner.intern("a", Equivalence.equality(), text -> {
            assertSame(first, interner.intern(first), "intern while another instance is made");
            return new NamedKey("a");
        });
        assertSame(first, given, "what interning by a probe gives where another instance came first");
        assertEquals(1, interner.size(), "size()");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("INT-1")
    @DisplayName("INT-1: racing callers agree on one instance under a collector storm")
    default void intern_collectorStorm_givesOneInstance() {
        Interner<NamedKey> interner =
                Interner.<NamedKey>builder().backend(backend()).build();
        for (int round = 0; round < KitOptions.effort(30); round++) {
            String text = "n" + round % 3;
            List<NamedKey> canonical = RacingThreads.run(3, () -> internAgainAndAgain(interner, text));
            assertEquals(
                    1,
                    canonical.stream().map(System::identityHashCode).distinct().count(),
                    "canonical instances of " + text + " at once");
            canonical = List.of();
            RealCollector.collect();
        }
    }

    private static NamedKey internAgainAndAgain(Interner<NamedKey> interner, String text) {
        NamedKey first = interner.intern(new NamedKey(text));
        for (int i = 1; i < 50; i++) {
            assertSame(first, interner.intern(new NamedKey(text)), "what intern gives while the first one is held");
        }
        return first;
    }

    @Test
    @Rule("INT-2")
    @DisplayName("INT-2: find() answers without storing and without allocating")
    default void find_knownAndUnknown_storesAndAllocatesNothing() {
        Interner<NamedKey> interner = new SimulatedCollection(backend()).newInterner();
        NamedKey canonical = new NamedKey("a");
        NamedKey equal = new NamedKey("a");
        NamedKey unknown = new NamedKey("b");
        assertSame(canonical, interner.intern(canonical), "intern(a)");
        int[] wrong = new int[1];
        long bytes = AllocatedBytes.settled(() -> {
            for (int i = 0; i < 2_000; i++) {
                wrong[0] += interner.find(equal) == canonical && interner.find(unknown) == null ? 0 : 1;
            }
        });
        assertEquals(0, wrong[0], "answers of find(a) and find(b) that went wrong");
        assertTrue(bytes < 2_000, "2,000 calls of find(a) and find(b) allocate " + bytes + " bytes");
        assertEquals(Set.of(canonical), interner.snapshot(), "what is stored after find(a) and find(b)");
        assertEquals(1, interner.estimatedSize(), "estimatedSize() after find(a) and find(b)");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("INT-2")
    @DisplayName("INT-2: a probe that was looked for is not held, whether there is an instance or not")
    default void find_probe_isNotHeld() {
        Interner<NamedKey> interner = new SimulatedCollection(backend()).newInterner();
        NamedKey canonical = interner.intern(new NamedKey("a"));
        for (String text : List.of("a", "b")) {
            WeakReference<Object> probe = RealCollector.elsewhere(() -> {
                NamedKey asked = new NamedKey(text);
                assertSame("a".equals(text) ? canonical : null, interner.find(asked, Equivalence.equality()), text);
                return new WeakReference<>(asked);
            });
            RealCollector.await("the probe " + text + " to be collected", () -> probe.refersTo(null));
        }
        Reference.reachabilityFence(canonical);
    }

    @Test
    @Rule("INT-3")
    @DisplayName("INT-3: what equals itself alone is refused with the way out, and taken with an Equivalence")
    default void intern_comparedByIdentity_isRefusedWithTheWayOut() {
        Interner<Object> interner = new SimulatedCollection(backend()).newInterner();
        for (Object alone : new Object[] {new byte[] {1}, new String[] {"a"}, new Object(), new StringBuilder("a")}) {
            String type = alone.getClass().getSimpleName();
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> interner.intern(alone), "intern of a " + type);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> interner.intern(type, hashingAs(alone), probe -> alone),
                    "intern of a " + type + " by a probe");
            String message = String.valueOf(refusal.getMessage());
            assertTrue(message.contains(type) && message.contains("Equivalence"), "the message: " + message);
        }
        assertEquals(0, interner.estimatedSize(), "estimatedSize() after refusals");
        internArrays();
    }

    /** Compares no probe with any instance, and gives it the hash of one. */
    private static Equivalence<Object> hashingAs(Object instance) {
        return new Equivalence<>() {
            @Override
            public int hash(Object probe) {
                return instance.hashCode();
            }

            @Override
            public boolean equivalent(Object probe, Object other) {
                return false;
            }
        };
    }

    private void internArrays() {
        Interner<Object> arrays = new SimulatedCollection(backend())
                .interner()
                .keys(Equivalence.arrays())
                .build();
        Map<Object, Object> twins = Map.of(
                new byte[] {1, 2}, new byte[] {1, 2},
                new char[] {1, 2}, new char[] {1, 2},
                new int[] {1, 2}, new int[] {1, 2},
                new long[] {1, 2}, new long[] {1, 2},
                new double[] {1, 2}, new double[] {1, 2},
                new float[] {1, 2}, new float[] {1, 2},
                new short[] {1, 2}, new short[] {1, 2},
                new boolean[] {true}, new boolean[] {true},
                new int[][] {{1}, {2}}, new int[][] {{1}, {2}});
        twins.forEach((canonical, twin) -> {
            String type = canonical.getClass().getSimpleName();
            assertSame(canonical, arrays.intern(canonical), "intern of the first " + type);
            assertSame(canonical, arrays.intern(twin), "intern of a " + type + " with the same elements");
        });
        int[] others = {1, 3};
        assertSame(others, arrays.intern(others), "intern of an array with other elements");
        assertEquals(twins.size() + 1, arrays.size(), "instances of a value each");
        Reference.reachabilityFence(twins);
        Reference.reachabilityFence(others);
    }
}
