package dev.gossamer.tck.contracts;

import dev.gossamer.Equivalence;
import dev.gossamer.tck.models.ElementChains;
import dev.gossamer.tck.models.ElementWorld;
import dev.gossamer.tck.models.MapChains;
import dev.gossamer.tck.models.MapWorld;
import dev.gossamer.tck.models.PairEquivalence;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.ActionChain;

/** Chains of operations and deaths, compared step by step with a model that holds strongly. */
public interface StatefulContract extends ContractBase {

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Rule({
        "MAP-1", "MAP-2", "MAP-3", "MAP-4", "MAP-5", "MAP-6", "MAP-7", "MAP-8", "MAP-12", "MAP-15", "MAP-16", "VM-2",
        "VM-3", "VM-4", "VM-5", "RC-1"
    })
    @Label("MAP-1 MAP-2 MAP-3 MAP-4 MAP-5 MAP-6 MAP-7 MAP-8 MAP-12 MAP-15 MAP-16 VM-2 VM-3 VM-4 VM-5 RC-1:"
            + " a WeakValueMap in any chain of steps")
    default void weakValueMap_anyChain_agreesWithModel(@ForAll("weakValueChains") ActionChain<MapWorld> chain) {
        chain.run().finish();
    }

    @Provide
    default Arbitrary<ActionChain<MapWorld>> weakValueChains() {
        return MapChains.weakValues(() -> MapWorld.weakValues(backend()));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Rule({
        "MAP-1", "MAP-2", "MAP-3", "MAP-4", "MAP-5", "MAP-6", "MAP-7", "MAP-8", "MAP-12", "MAP-15", "MAP-16", "KM-2",
        "KM-6", "VM-5", "RC-1"
    })
    @Label("MAP-1 MAP-2 MAP-3 MAP-4 MAP-5 MAP-6 MAP-7 MAP-8 MAP-12 MAP-15 MAP-16 KM-2 KM-6 VM-5 RC-1:"
            + " a WeakKeyMap by equality in any chain of steps")
    default void weakKeyMap_anyChain_agreesWithModel(@ForAll("weakKeyChains") ActionChain<MapWorld> chain) {
        chain.run().finish();
    }

    @Provide
    default Arbitrary<ActionChain<MapWorld>> weakKeyChains() {
        return MapChains.weakKeys(() -> MapWorld.weakKeys(backend(), Equivalence.equality()));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Rule({
        "KM-3", "MAP-1", "MAP-2", "MAP-3", "MAP-4", "MAP-5", "MAP-6", "MAP-7", "MAP-8", "MAP-12", "MAP-15", "MAP-16",
        "KM-2", "KM-6", "VM-5", "RC-1"
    })
    @Label("KM-3 MAP-1 MAP-2 MAP-3 MAP-4 MAP-5 MAP-6 MAP-7 MAP-8 MAP-12 MAP-15 MAP-16 KM-2 KM-6 VM-5 RC-1:"
            + " a WeakKeyMap by identity in any chain of steps")
    default void identityMap_anyChain_agreesWithModel(@ForAll("identityChains") ActionChain<MapWorld> chain) {
        chain.run().finish();
    }

    @Provide
    default Arbitrary<ActionChain<MapWorld>> identityChains() {
        return MapChains.unchanging(() -> MapWorld.weakKeys(backend(), Equivalence.identity()));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Rule({
        "KM-4", "MAP-1", "MAP-2", "MAP-3", "MAP-4", "MAP-5", "MAP-6", "MAP-7", "MAP-8", "MAP-12", "MAP-15", "MAP-16",
        "KM-2", "KM-6", "VM-5", "RC-1"
    })
    @Label("KM-4 MAP-1 MAP-2 MAP-3 MAP-4 MAP-5 MAP-6 MAP-7 MAP-8 MAP-12 MAP-15 MAP-16 KM-2 KM-6 VM-5 RC-1:"
            + " a WeakKeyMap by an equivalence in any chain of steps")
    default void equivalenceMap_anyChain_agreesWithModel(@ForAll("equivalenceChains") ActionChain<MapWorld> chain) {
        chain.run().finish();
    }

    @Provide
    default Arbitrary<ActionChain<MapWorld>> equivalenceChains() {
        return MapChains.weakKeys(() -> MapWorld.weakKeys(backend(), PairEquivalence.PAIRED));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Rule({
        "WS-1", "WS-2", "WS-3", "WS-4", "WS-5", "MAP-1", "MAP-2", "MAP-4", "MAP-5", "MAP-6", "MAP-7", "MAP-12",
        "MAP-15", "RC-1"
    })
    @Label("WS-1 WS-2 WS-3 WS-4 WS-5 MAP-1 MAP-2 MAP-4 MAP-5 MAP-6 MAP-7 MAP-12 MAP-15 RC-1:"
            + " a WeakSet and an Interner by equality in any chain of steps")
    default void elements_anyChain_agreeWithModel(@ForAll("elementChains") ActionChain<ElementWorld> chain) {
        chain.run().finish();
    }

    @Provide
    default Arbitrary<ActionChain<ElementWorld>> elementChains() {
        return ElementChains.of(() -> new ElementWorld(backend(), Equivalence.equality()));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Rule({
        "WS-1", "WS-2", "WS-3", "WS-4", "WS-5", "MAP-1", "MAP-2", "MAP-4", "MAP-5", "MAP-6", "MAP-7", "MAP-12",
        "MAP-15", "RC-1"
    })
    @Label("WS-1 WS-2 WS-3 WS-4 WS-5 MAP-1 MAP-2 MAP-4 MAP-5 MAP-6 MAP-7 MAP-12 MAP-15 RC-1:"
            + " a WeakSet and an Interner by identity in any chain of steps")
    default void identityElements_anyChain_agreeWithModel(
            @ForAll("identityElementChains") ActionChain<ElementWorld> chain) {
        chain.run().finish();
    }

    @Provide
    default Arbitrary<ActionChain<ElementWorld>> identityElementChains() {
        return ElementChains.of(() -> new ElementWorld(backend(), Equivalence.identity()));
    }
}
