package dev.gossamer.tck;

import dev.gossamer.Equivalence;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.ActionChain;

/** Chains of operations and deaths, compared step by step with a model that holds strongly. */
interface StatefulContract extends Contract {

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Rule({"MAP-1", "MAP-2", "MAP-3", "MAP-4", "MAP-5", "MAP-6", "MAP-7", "MAP-8", "MAP-12", "MAP-15", "MAP-16"})
    @Label("MAP-1 MAP-2 MAP-3 MAP-4 MAP-5 MAP-6 MAP-7 MAP-8 MAP-12 MAP-15 MAP-16: a WeakValueMap in any chain of steps")
    default void weakValueMap_anyChain_agreesWithModel(@ForAll("weakValueChains") ActionChain<MapWorld> chain) {
        chain.run().finish();
    }

    @Provide
    default Arbitrary<ActionChain<MapWorld>> weakValueChains() {
        return MapChains.weakValues(() -> MapWorld.weakValues(backend()));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Rule({"MAP-1", "MAP-2", "MAP-3", "MAP-4", "MAP-5", "MAP-6", "MAP-7", "MAP-8", "KM-2", "KM-4"})
    @Label("MAP-1 MAP-2 MAP-3 MAP-4 MAP-5 MAP-6 MAP-7 MAP-8 KM-2 KM-4: a WeakKeyMap in any chain of steps")
    default void weakKeyMap_anyChain_agreesWithModel(@ForAll("weakKeyChains") ActionChain<MapWorld> chain) {
        chain.run().finish();
    }

    @Provide
    default Arbitrary<ActionChain<MapWorld>> weakKeyChains() {
        return MapChains.weakKeys(() -> MapWorld.weakKeys(backend(), Equivalence.equality()));
    }
}
