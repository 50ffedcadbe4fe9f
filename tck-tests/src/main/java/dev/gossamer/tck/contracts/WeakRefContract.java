package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.WeakRef;
import dev.gossamer.tck.environment.AllocatedBytes;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.models.TrackedObject;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for a {@link WeakRef}. */
public interface WeakRefContract extends ContractBase {

    @Test
    @Rule("REF-1")
    @DisplayName("REF-1: get() gives the very object, and null for ever once it is dead")
    default void get_aliveThenDead_givesObjectThenNull() {
        NamedKey name = new NamedKey("a");
        WeakRef<NamedKey> ref = WeakRef.of(name);
        assertSame(name, ref.get(), "ref.get()");
        ref.clear();
        assertNull(ref.get(), "ref.get()");
        assertFalse(ref.isAlive(), "isAlive() of a dead one");
        assertFalse(ref.refersTo(name), "refersTo() of a dead one");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule({"REF-1", "REF-2"})
    @DisplayName("REF-1 REF-2: asking whether it is alive does not keep a referent alive")
    default void isAlive_askedAllTheTime_letsReferentDie() {
        WeakRef<Object> ref = RealCollector.refer();
        RealCollector.await("the referent of " + ref + " to die", () -> !ref.isAlive() && !ref.refersTo(this));
        assertNull(ref.get(), "ref.get()");
    }

    @Test
    @Rule("REF-3")
    @DisplayName("REF-3: live references are equal when their referents are, a dead one equals itself alone")
    default void equals_aliveAndDead_followsReferents() {
        NamedKey one = new NamedKey("a");
        NamedKey two = new NamedKey("a");
        WeakRef<NamedKey> left = WeakRef.of(one);
        WeakRef<NamedKey> right = WeakRef.of(two);
        WeakRef<NamedKey> other = WeakRef.of(new NamedKey("b"));
        assertEquals(left, right, "equals of references");
        assertEquals(right, left, "equals of references");
        assertNotEquals(left, other, "equals of the other one");
        assertNotEquals(left, (Object) one, "a reference and its referent");
        right.clear();
        assertNotEquals(left, right, "a live and a dead one");
        assertEquals(right, right, "equals of references");
    }

    @Test
    @Rule("REF-4")
    @DisplayName("REF-4: the hash code is the referent's and frozen; first asked when dead, that of the reference")
    default void hashCode_aliveThenDead_isFrozen() {
        NamedKey name = new NamedKey("a");
        WeakRef<NamedKey> asked = WeakRef.of(name);
        WeakRef<NamedKey> late = WeakRef.of(name);
        assertEquals(name.hashCode(), asked.hashCode(), "asked.hashCode()");
        asked.clear();
        late.clear();
        assertEquals(name.hashCode(), asked.hashCode(), "after death");
        assertEquals(System.identityHashCode(late), late.hashCode(), "first asked when dead");
    }

    @Test
    @Rule("REF-4")
    @DisplayName("REF-4: a hash code that was asked for stays, also one of 0, and whatever the referent does")
    default void hashCode_referentChanges_isFrozen() {
        for (int number : new int[] {0, 0x100}) {
            TrackedObject referent = new TrackedObject(new TrackedObject.Quiet(), "changing", number);
            WeakRef<TrackedObject> ref = WeakRef.of(referent);
            int asked = ref.hashCode();
            assertEquals(referent.hashCode(), asked, "the hash code of the referent");
            referent.mutate(0x5000);
            assertEquals(asked, ref.hashCode(), "after the referent has got another one");
        }
    }

    @Test
    @Rule("REF-5")
    @DisplayName("REF-5: identity(x) is the same reference each time, and equal to no other")
    default void identity_sameObject_givesSameReference() {
        NamedKey name = new NamedKey("a");
        NamedKey equal = new NamedKey("a");
        WeakRef<NamedKey> ref = WeakRef.identity(name);
        WeakRef<NamedKey> other = WeakRef.identity(equal);
        assertSame(ref, WeakRef.identity(name), "WeakRef.identity(name)");
        assertNotEquals(ref, other, "references to equal objects");
        assertNotEquals(ref, WeakRef.of(name), "an identity reference and another");
        assertNotEquals(WeakRef.of(name), ref, "another reference and an identity reference");
        assertEquals(System.identityHashCode(name), ref.hashCode(), "ref.hashCode()");
        assertSame(equal, other.get(), "other.get()");
    }

    @Test
    @Rule("REF-6")
    @DisplayName("REF-6: toString() calls nothing of the referent and tells alive from cleared")
    default void toString_anyReferent_callsNothing() {
        Object hostile = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("toString() of the referent was called");
            }

            @Override
            public int hashCode() {
                throw new IllegalStateException("hashCode() of the referent was called");
            }

            @Override
            public boolean equals(Object other) {
                return this == other;
            }
        };
        WeakRef<Object> ref = WeakRef.of(hostile);
        assertTrue(ref.toString().contains("alive"), ref.toString());
        ref.clear();
        assertTrue(ref.toString().contains("cleared"), ref.toString());
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("REF-7")
    @DisplayName("REF-7: ifAlive and map hold the referent until the function returns")
    default void ifAlive_collectionWhileItRuns_holdsReferent() {
        ifAliveHolds();
        mapHolds();
    }

    private static void ifAliveHolds() {
        Object[] only = {new Object()};
        WeakRef<Object> ref = WeakRef.of(only[0]);
        assertTrue(
                ref.ifAlive(referent -> {
                    only[0] = ref;
                    RealCollector.collect();
                    assertTrue(ref.isAlive(), "the referent lives while ifAlive runs");
                }),
                "ifAlive of a live one");
    }

    private static void mapHolds() {
        Object[] only = {new Object()};
        WeakRef<Object> ref = WeakRef.of(only[0]);
        Optional<Boolean> alive = ref.map(referent -> {
            only[0] = ref;
            RealCollector.collect();
            return ref.isAlive();
        });
        assertTrue(alive.orElse(false), "the referent lives while map runs");
        assertEquals(Optional.empty(), WeakRef.of(ref).map(referent -> null), "map by a function that gives null");
        Reference.reachabilityFence(ref);
    }

    @Test
    @Rule("REF-8")
    @DisplayName("REF-8: a reference costs one object")
    default void of_manyReferences_costOneObjectEach() {
        NamedKey name = new NamedKey("a");
        WeakRef<?>[] refs = new WeakRef<?>[10_000];
        long bytes = AllocatedBytes.measure(() -> {
            for (int i = 0; i < refs.length; i++) {
                refs[i] = WeakRef.of(name);
            }
        });
        assertTrue(
                bytes <= 88L * refs.length,
                "a reference allocates " + bytes / refs.length + " bytes, one object has 64");
        assertSame(name, refs[0].get(), "refs[0].get()");
    }

    @Test
    @Rule("REF-9")
    @DisplayName("REF-9: a reference is neither Serializable nor Comparable")
    default void of_anyReferent_isNeitherSerializableNorComparable() {
        requireNeither(WeakRef.class);
        for (Class<?> kind : WeakRef.class.getPermittedSubclasses()) {
            requireNeither(kind);
        }
    }

    private static void requireNeither(Class<?> kind) {
        assertFalse(Serializable.class.isAssignableFrom(kind), kind + " is Serializable");
        assertFalse(Comparable.class.isAssignableFrom(kind), kind + " is Comparable");
    }
}
