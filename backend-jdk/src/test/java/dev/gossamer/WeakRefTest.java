package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of references. */
class WeakRefTest {

    /** Counts what is asked of it. */
    private static final class Asked {
        private final String name;
        private int hashes;

        Asked(String name) {
            this.name = name;
        }

        @Override
        public int hashCode() {
            hashes++;
            return name.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Asked asked && asked.name.equals(name);
        }

        @Override
        public String toString() {
            throw new IllegalStateException("nobody may ask");
        }
    }

    @Test
    @DisplayName("REF-1 get gives the very object, and null for ever once cleared")
    void get_beforeAndAfterClearing_isObjectThenNull() {
        Named object = new Named("x");
        WeakRef<Named> ref = WeakRef.of(object);
        assertThat(ref.get()).isSameAs(object);
        ref.clear();
        assertThat(ref.get()).isNull();
        assertThat(ref.isAlive()).isFalse();
        assertThat(ref.refersTo(object)).isFalse();
        assertThat(ref.ifAlive(each -> {
                    throw new AssertionError("called with " + each);
                }))
                .isFalse();
        assertThat(ref.map(Named::name)).isEmpty();
    }

    @Test
    @Tag("collector")
    @DisplayName("REF-1 an object that nobody holds dies, one that is held does not")
    void get_realCollector_followsTheObject() {
        Named held = new Named("held");
        WeakRef<Named> alive = WeakRef.of(held);
        WeakRef<Named> dead = toDropped();
        Deaths.awaitClearing(dead);
        assertThat(alive.get()).isSameAs(held);
        Reference.reachabilityFence(held);
    }

    private static WeakRef<Named> toDropped() {
        return WeakRef.of(new Named("dropped"));
    }

    @Test
    @Tag("collector")
    @DisplayName("REF-1 dead stays dead when a finalizer resurrects the object")
    void get_resurrected_staysNull() {
        WeakRef<Lazarus> ref = toLazarus();
        Deaths.collectUntil("the finalizer to resurrect its object", () -> Lazarus.RISEN.get() != null);
        assertThat(ref.get()).isNull();
        assertThat(ref.isAlive()).isFalse();
        assertThat(ref.refersTo(Lazarus.RISEN.get())).isFalse();
        assertThat(WeakRef.of(Lazarus.RISEN.get()).isAlive()).isTrue();
    }

    private static WeakRef<Lazarus> toLazarus() {
        return WeakRef.of(new Lazarus());
    }

    /** Comes back. */
    private static final class Lazarus {
        static final AtomicReference<Lazarus> RISEN = new AtomicReference<>();

        @Override
        @SuppressWarnings({"removal", "deprecation", "Finalize"}) // resurrection is the point
        protected void finalize() {
            RISEN.set(this);
        }
    }

    @Test
    @DisplayName("REF-2 isAlive and refersTo tell what is so")
    void refersTo_eachArgument_tellsIdentity() {
        Named object = new Named("x");
        WeakRef<Named> ref = WeakRef.of(object);
        assertThat(ref.isAlive()).isTrue();
        assertThat(ref.refersTo(object)).isTrue();
        assertThat(ref.refersTo(new Named("x"))).isFalse();
        assertThat(ref.refersTo(null)).isFalse();
    }

    @Test
    @Tag("collector")
    @DisplayName("REF-2 asking isAlive again and again does not keep the object alive")
    void isAlive_askedAllTheTime_letsTheObjectDie() {
        WeakRef<Named> ref = toDropped();
        Named other = new Named("other");
        Deaths.collectUntil("death in spite of the questions", () -> !ref.isAlive() && !ref.refersTo(other));
    }

    @Test
    @DisplayName("REF-3 two live references are equal when their referents are, symmetric and transitive")
    void equals_live_comparesReferents() {
        Named a = new Named("x");
        Named b = new Named("x");
        Named c = new Named("x");
        Named y = new Named("y");
        WeakRef<Named> first = WeakRef.of(a);
        WeakRef<Named> second = WeakRef.of(b);
        WeakRef<Named> third = new KeyedRef<>("key", c);
        assertThat(first).isEqualTo(second).hasSameHashCodeAs(second).isEqualTo(third);
        assertThat(second).isEqualTo(first).isEqualTo(third);
        assertThat(third).isEqualTo(first);
        assertThat(first).isNotEqualTo(WeakRef.of(y)).isNotEqualTo(null);
        Reference.reachabilityFence(List.of(a, b, c, y));
    }

    @Test
    @DisplayName("REF-3 a dead reference equals itself alone, and none equals its referent")
    void equals_dead_isIdentity() {
        Named object = new Named("x");
        WeakRef<Named> dead = WeakRef.of(object);
        WeakRef<Named> alsoDead = WeakRef.of(object);
        WeakRef<Named> alive = WeakRef.of(object);
        dead.clear();
        alsoDead.clear();
        assertThat(dead.equals(dead)).isTrue();
        assertThat(dead).isNotEqualTo(alsoDead).isNotEqualTo(alive);
        assertThat(alive).isNotEqualTo(dead);
        assertThat(alive.equals((Object) object)).isFalse();
        assertThat(alive.equals(new WeakReference<>(object))).isFalse();
    }

    @Test
    @DisplayName("REF-4 hashCode is the referent's, asked for once and kept through death")
    void hashCode_askedAlive_isFrozen() {
        Asked object = new Asked("x");
        WeakRef<Asked> ref = WeakRef.of(object);
        assertThat(ref.hashCode()).isEqualTo("x".hashCode());
        ref.clear();
        assertThat(ref.hashCode()).isEqualTo("x".hashCode());
        assertThat(object.hashes).isOne();
    }

    @Test
    @DisplayName("REF-4 a hash code of zero is frozen too")
    void hashCode_zero_isFrozen() {
        Asked object = new Asked("");
        WeakRef<Asked> ref = WeakRef.of(object);
        assertThat(ref.hashCode()).isZero();
        assertThat(ref.hashCode()).isZero();
        ref.clear();
        assertThat(ref.hashCode()).isZero();
        assertThat(object.hashes).isOne();
    }

    @Test
    @DisplayName("REF-4 first asked when dead, hashCode is the reference's own identity hash")
    void hashCode_firstAskedDead_isOwn() {
        Asked object = new Asked("x");
        WeakRef<Asked> ref = WeakRef.of(object);
        ref.clear();
        assertThat(ref.hashCode()).isEqualTo(System.identityHashCode(ref)).isEqualTo(ref.hashCode());
        assertThat(object.hashes).isZero();
    }

    @Test
    @DisplayName("REF-4 references stay where they are in a HashSet when they die")
    void hashCode_inHashSet_findsTheDead() {
        List<Named> held = new ArrayList<>(Simulation.names("a", "b", "c"));
        Set<WeakRef<Named>> set = new HashSet<>();
        held.forEach(each -> set.add(WeakRef.of(each)));
        List<WeakRef<Named>> refs = List.copyOf(set);
        refs.forEach(WeakRef::clear);
        assertThat(set).containsAll(refs);
        assertThat(set.removeAll(refs)).isTrue();
        assertThat(set).isEmpty();
    }

    @Test
    @DisplayName("REF-5 identity gives the same reference for the same live object, equal to itself alone")
    void identity_sameObject_sameReference() {
        Named object = new Named("x");
        Named equal = new Named("x");
        WeakRef<Named> ref = WeakRef.identity(object);
        assertThat(WeakRef.identity(object)).isSameAs(ref);
        assertThat(WeakRef.identity(equal)).isNotEqualTo(ref);
        assertThat(ref).isNotEqualTo(WeakRef.of(object));
        assertThat(WeakRef.of(object)).isNotEqualTo(ref);
        assertThat(ref.hashCode()).isEqualTo(System.identityHashCode(object));
        assertThat(ref.get()).isSameAs(object);
        Reference.reachabilityFence(equal);
    }

    @Test
    @DisplayName("REF-5 an identity reference that was cleared gives way to a new one")
    void identity_afterClearing_isANewReference() {
        Named object = new Named("x");
        WeakRef<Named> cleared = WeakRef.identity(object);
        cleared.clear();
        WeakRef<Named> next = WeakRef.identity(object);
        assertThat(next.get()).isSameAs(object);
        assertThat(WeakRef.identity(object)).isSameAs(next);
        assertThat(next).isNotEqualTo(cleared);
        assertThat(cleared.get()).isNull();
    }

    @Test
    @Tag("collector")
    @DisplayName("REF-5 an identity reference keeps its hash and its equality through death")
    void identity_dead_staysItself() {
        WeakRef<Named> ref = identityOfDropped();
        int hash = ref.hashCode();
        Set<WeakRef<Named>> set = new HashSet<>(Set.of(ref));
        Deaths.awaitClearing(ref);
        assertThat(ref.hashCode()).isEqualTo(hash);
        assertThat(ref.equals(ref)).isTrue();
        assertThat(set).contains(ref);
    }

    private static WeakRef<Named> identityOfDropped() {
        return WeakRef.identity(new Named("dropped"));
    }

    @Test
    @DisplayName("REF-6 toString tells alive or cleared and asks the referent nothing")
    void toString_anyState_asksNothing() {
        Asked object = new Asked("x");
        WeakRef<Asked> ref = WeakRef.of(object);
        String identity = Integer.toHexString(System.identityHashCode(ref));
        assertThat(ref).hasToString("WeakRef@" + identity + "[alive]");
        ref.clear();
        assertThat(ref).hasToString("WeakRef@" + identity + "[cleared]");
        assertThat(WeakRef.identity(object).toString())
                .startsWith("IdentityRef@")
                .endsWith("[alive]");
        assertThat(object.hashes).isZero();
    }

    @Test
    @DisplayName("REF-7 ifAlive and map pass the referent on and give what comes of it")
    void ifAliveAndMap_alive_passTheReferent() {
        Named object = new Named("x");
        WeakRef<Named> ref = WeakRef.of(object);
        List<Named> seen = new ArrayList<>();
        assertThat(ref.ifAlive(seen::add)).isTrue();
        assertThat(seen).containsExactly(object);
        assertThat(ref.map(Named::name)).contains("x");
        assertThat(ref.map(each -> null)).isEmpty();
        assertThatThrownBy(() -> ref.map(each -> {
                    throw new IllegalStateException("from the function");
                }))
                .hasMessage("from the function");
    }

    @Test
    @Tag("collector")
    @DisplayName("REF-7 the referent lives until the function returns, in compiled code too")
    void map_collectionMeanwhile_holdsTheReferent() {
        Named warm = new Named("warm");
        WeakRef<Named> warming = WeakRef.of(warm);
        for (int i = 0; i < 50_000; i++) { // until the method is compiled and locals end with their last use
            warming.map(Named::name);
            warming.ifAlive(each -> {});
        }
        WeakRef<Named> mapped = toDropped();
        assertThat(mapped.map(ignored -> survives(mapped))).contains(true);
        WeakRef<Named> passed = toDropped();
        boolean[] survived = new boolean[1];
        assertThat(passed.ifAlive(ignored -> survived[0] = survives(passed))).isTrue();
        assertThat(survived[0]).isTrue();
        Deaths.awaitClearing(mapped);
        Deaths.awaitClearing(passed);
        Reference.reachabilityFence(warm);
    }

    /** Whether a referent outlives a collection that clears something else. */
    private static boolean survives(WeakRef<?> ref) {
        Deaths.awaitClearing(toDropped());
        return ref.isAlive();
    }

    @Test
    @DisplayName("REF-8 a reference costs one object with one field more than a WeakReference")
    void of_alone_costsOneObject() {
        Named object = new Named("x");
        assertThat(Allocation.perCall(1_000, () -> WeakRef.of(object)))
                .isEqualTo(Allocation.perCall(1_000, () -> new Yardstick(object)));
    }

    /** As large as a reference may be. */
    private static final class Yardstick extends WeakReference<Object> {
        @SuppressWarnings("unused") // takes room
        private long hash;

        Yardstick(Object referent) {
            super(referent);
        }
    }

    @Test
    @DisplayName("REF-9 references are neither Serializable nor Comparable")
    void types_ofReferences_areNeitherSerializableNorComparable() {
        for (Class<?> type : List.of(WeakRef.class, KeyedRef.class, IdentityRef.class)) {
            assertThat(Serializable.class.isAssignableFrom(type)).as("%s", type).isFalse();
            assertThat(Comparable.class.isAssignableFrom(type)).as("%s", type).isFalse();
        }
    }

    @Test
    @DisplayName("ID-1 null is refused by name")
    @SuppressWarnings("NullAway")
    void anyMethod_null_isRefused() {
        Named object = new Named("x");
        WeakRef<Named> ref = WeakRef.of(object);
        assertThatNullPointerException().isThrownBy(() -> WeakRef.of(null)).withMessage("referent");
        assertThatNullPointerException()
                .isThrownBy(() -> WeakRef.identity(null))
                .withMessage("referent");
        assertThatNullPointerException().isThrownBy(() -> ref.ifAlive(null)).withMessage("consumer");
        assertThatNullPointerException().isThrownBy(() -> ref.map(null)).withMessage("function");
    }

    @Test
    @DisplayName("REF-5 threads that ask at once get one identity reference")
    void identity_eightThreads_oneReference() throws Exception {
        try (Crowd crowd = new Crowd()) {
            for (int round = 0; round < 200; round++) {
                Named object = new Named("x");
                Set<WeakRef<Named>> seen = ConcurrentHashMap.newKeySet();
                crowd.run(8, i -> seen.add(WeakRef.identity(object)));
                assertThat(seen).hasSize(1);
                Reference.reachabilityFence(object);
            }
        }
    }
}
