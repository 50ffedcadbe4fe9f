package dev.gossamer.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.WeakRef;
import java.io.Serializable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for a {@link WeakRef}. */
interface WeakRefContract extends Contract {

    @Test
    @Rule("REF-1")
    @DisplayName("REF-1: get() gives the very object, and null for ever once it is dead")
    default void get_aliveThenDead_givesObjectThenNull() {
        Name name = new Name("a");
        WeakRef<Name> ref = WeakRef.of(name);
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
        Name one = new Name("a");
        Name two = new Name("a");
        WeakRef<Name> left = WeakRef.of(one);
        WeakRef<Name> right = WeakRef.of(two);
        WeakRef<Name> other = WeakRef.of(new Name("b"));
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
        Name name = new Name("a");
        WeakRef<Name> asked = WeakRef.of(name);
        WeakRef<Name> late = WeakRef.of(name);
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
            Token referent = new Token(new Token.Quiet(), "changing", number);
            WeakRef<Token> ref = WeakRef.of(referent);
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
        Name name = new Name("a");
        Name equal = new Name("a");
        WeakRef<Name> ref = WeakRef.identity(name);
        WeakRef<Name> other = WeakRef.identity(equal);
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
        Object[] only = {new Object(), new Object()};
        WeakRef<Object> first = WeakRef.of(only[0]);
        WeakRef<Object> second = WeakRef.of(only[1]);
        assertTrue(
                first.ifAlive(referent -> {
                    only[0] = this;
                    RealCollector.collect();
                    assertTrue(first.isAlive(), "the referent lives while ifAlive runs");
                }),
                "ifAlive of a live one");
        assertTrue(
                second.map(referent -> {
                            only[1] = this;
                            RealCollector.collect();
                            return second.isAlive();
                        })
                        .orElse(false),
                "the referent lives while map runs");
    }

    @Test
    @Rule("REF-8")
    @DisplayName("REF-8: a reference costs one object")
    default void of_manyReferences_costOneObjectEach() {
        Name name = new Name("a");
        WeakRef<?>[] refs = new WeakRef<?>[10_000];
        long bytes = Allocation.measure(() -> {
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
        Object ref = WeakRef.of(new Name("a"));
        assertFalse(ref instanceof Serializable, "Serializable");
        assertFalse(ref instanceof Comparable, "Comparable");
    }
}
