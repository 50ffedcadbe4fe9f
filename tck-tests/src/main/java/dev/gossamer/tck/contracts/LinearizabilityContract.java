package dev.gossamer.tck.contracts;

import dev.gossamer.Equivalence;
import dev.gossamer.tck.environment.InitialEquivalence;
import dev.gossamer.tck.models.ConcurrentHistories;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whether what several threads see of one key at once could have happened one operation after another. */
public interface LinearizabilityContract extends ContractBase {
    /** The ways to compare weak keys and elements. */
    List<Equivalence<Object>> WAYS =
            List.of(Equivalence.equality(), Equivalence.identity(), InitialEquivalence.SAME_INITIAL);

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: histories of racing operations and deaths on a WeakValueMap are linearizable")
    default void weakValueMap_racingWithDeaths_isLinearizable() {
        for (int round = 0; round < KitOptions.effort(300); round++) {
            ConcurrentHistories.checkWeakValueMap(backend(), round);
        }
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: histories of racing operations and deaths on a WeakMap are linearizable")
    default void weakMap_racingWithDeaths_isLinearizable() {
        for (int round = 0; round < KitOptions.effort(100); round++) {
            ConcurrentHistories.checkWeakMap(backend(), round);
        }
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: histories of racing operations and deaths on a WeakKeyMap of any mode are linearizable")
    default void weakKeyMap_racingWithDeaths_isLinearizable() {
        for (int round = 0; round < KitOptions.effort(150); round++) {
            for (Equivalence<Object> way : WAYS) {
                ConcurrentHistories.checkWeakKeyMap(backend(), way, round);
            }
        }
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: histories of racing operations and deaths on a WeakSet of any mode are linearizable")
    default void weakSet_racingWithDeaths_isLinearizable() {
        for (int round = 0; round < KitOptions.effort(100); round++) {
            for (Equivalence<Object> way : WAYS) {
                ConcurrentHistories.checkWeakSet(backend(), way, round);
            }
        }
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: histories of racing calls of intern and deaths are linearizable")
    default void intern_racingWithDeaths_isLinearizable() {
        for (int round = 0; round < KitOptions.effort(100); round++) {
            ConcurrentHistories.checkInterner(backend(), Equivalence.equality(), round);
            ConcurrentHistories.checkInterner(backend(), InitialEquivalence.SAME_INITIAL, round);
        }
    }
}
