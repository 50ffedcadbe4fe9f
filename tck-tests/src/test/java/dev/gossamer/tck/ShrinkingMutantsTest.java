package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.tck.contracts.ShrinkingContract;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the contract of shrinking sees a table that keeps its slots, and passes those that give them back")
class ShrinkingMutantsTest {

    @Test
    void run_tableThatKeepsItsSlots_isBlamed() {
        assertThat(ContractRun.blamed(ShrinkingContract.class, new Candidate(keepsItsSlots())))
                .containsOnlyKeys("MAP-23");
    }

    @Test
    void run_rightBackends_blamesNothing() {
        assertThat(ContractRun.blamed(ShrinkingContract.class, new Candidate(new JdkBackend())))
                .isEmpty();
        assertThat(ContractRun.blamed(ShrinkingContract.class, new Candidate(new CaffeineBackend())))
                .isEmpty();
    }

    /** A table whose iterators walk over a slot for each entry there ever was. */
    private static Backend keepsItsSlots() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            private AtomicIntegerArray slots = new AtomicIntegerArray(1);

            @Override
            public Entry insert(Entry entry, Object key) {
                if (table.estimatedSize() >= slots.length()) {
                    slots = new AtomicIntegerArray(2 * slots.length());
                }
                return super.insert(entry, key);
            }

            @Override
            public Iterator<Entry> iterator() {
                for (int slot = 0; slot < slots.length(); slot++) {
                    slots.lazySet(slot, slots.get(slot) + 1);
                }
                return super.iterator();
            }
        });
    }

    private record Candidate(Backend backend) implements ShrinkingContract {}
}
