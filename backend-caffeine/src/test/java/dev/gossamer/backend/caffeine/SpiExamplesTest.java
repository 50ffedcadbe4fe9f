package dev.gossamer.backend.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.Equivalence;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.ForwardingBackend;
import dev.gossamer.spi.ForwardingTable;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the Javadoc of {@code dev.gossamer.spi} and of this backend shows. */
class SpiExamplesTest {
    private static final class Image {}

    @Test
    void caffeineBackend_withABound_evicts() {
        // @start region="caffeine-backend"
        WeakValueMap<String, Image> images = WeakValueMap.<String, Image>builder()
                .backend(new CaffeineBackend()) // found by its name, or by ServiceLoader, as well
                .maximumSize(10_000)
                .expireAfterAccess(Duration.ofHours(1))
                .build();
        // @end region="caffeine-backend"
        Image logo = new Image();
        images.put("logo.png", logo);
        assertThat(images.get("logo.png")).isSameAs(logo);
    }

    @Test
    void feature_thatABackendOffers_canBeAskedFor() {
        Backend backend = new CaffeineBackend();
        WeakValueMap.Builder<String, Image> builder =
                WeakValueMap.<String, Image>builder().backend(backend);
        // @start region="feature"
        if (backend.features().contains(Feature.MAXIMUM_SIZE)) {
            builder.maximumSize(10_000); // refused by a backend without it
        }
        // @end region="feature"
        assertThat(builder.build()).isEmpty();
    }

    @Test
    void bounds_ofAStrongMap_areKept() {
        Backend backend = new CaffeineBackend();
        List<String> evicted = new ArrayList<>();
        // @start region="bounds"
        Bounds bounds = Bounds.NONE.maximumSize(100).expireAfterWrite(Duration.ofMinutes(5));
        ConcurrentMap<String, Image> images = backend.strongMap(16, bounds, (key, value) -> evicted.add(key));
        // @end region="bounds"
        images.put("logo.png", new Image());
        assertThat(images).containsOnlyKeys("logo.png");
        assertThat(evicted).isEmpty();
    }

    @Test
    void table_ofEntries_changesThemByIdentity() {
        Backend backend = new CaffeineBackend();
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        Image logo = new Image();
        // @start region="table"
        TableSpec spec = new TableSpec(WeakSide.VALUE, Equivalence.equality(), 16, Bounds.NONE, dropped -> {});
        Table table = backend.table(spec);

        String key = "logo.png";
        Entry entry = new Entry(logo, key, key.hashCode(), queue); // the value weakly, the key strongly
        Entry before = table.insert(entry, key); // null: there was none
        Entry found = table.find(key, key.hashCode());
        boolean removed = table.remove(entry); // this entry, not whatever stands for the key
        entry.exchangeStrong(Marker.RETIRED); // whoever gets the key from it tells the listener
        // @end region="table"
        assertThat(before).isNull();
        assertThat(found).isSameAs(entry);
        assertThat(removed).isTrue();
        assertThat(table.estimatedSize()).isZero();
        assertThat(spec.keyOf(entry)).isNull();
        assertThat(entry.weak()).isSameAs(logo);
    }

    // @start region="forwarding"
    /** Counts the entries that tables have stored. */
    static final class InsertionCounter extends ForwardingBackend {
        final LongAdder insertions = new LongAdder();

        InsertionCounter(Backend backend) {
            super(backend);
        }

        @Override
        public Table table(TableSpec spec) {
            return new ForwardingTable(super.table(spec)) {
                @Override
                public @Nullable Entry insert(Entry entry, Object key) {
                    Entry before = super.insert(entry, key);
                    if (before == null) {
                        insertions.increment();
                    }
                    return before;
                }
            };
        }
    }
    // @end region="forwarding"

    @Test
    void forwarding_whatIsNotOverridden_isTheOtherBackends() {
        CaffeineBackend caffeine = new CaffeineBackend();
        InsertionCounter backend = new InsertionCounter(caffeine);
        WeakValueMap<String, Image> images =
                WeakValueMap.<String, Image>builder().backend(backend).build();
        Image logo = new Image();
        images.put("logo.png", logo);
        images.put("logo.png", new Image());
        images.put("icon.png", logo);
        assertThat(backend.insertions.sum()).isEqualTo(2);
        assertThat(images.remove("icon.png")).isSameAs(logo);
        assertThat(backend)
                .returns(caffeine.name(), Backend::name)
                .returns(caffeine.rank(), Backend::rank)
                .returns(caffeine.features(), Backend::features)
                .returns(caffeine.resistsCollisions(), Backend::resistsCollisions);
    }

    // @start region="hot-policy"
    /** The last one that was used, and no other. */
    static final class LastOne implements HotPolicy {
        private final HotSpec spec;
        private @Nullable Entry last;

        LastOne(HotSpec spec) {
            this.spec = spec;
        }

        @Override
        public boolean hit(Entry entry) {
            return entry == last; // if not, it is admitted
        }

        @Override
        public void admit(Entry entry) {
            Entry before = last;
            last = entry;
            if (before != null && before != entry) {
                spec.demote().accept(before); // the core lets go of its value
            }
        }

        @Override
        public void dismiss(Entry entry) {
            last = last == entry ? null : last;
        }

        @Override
        public void settle() {}

        @Override
        public void expire(int atMost) {}
    }
    // @end region="hot-policy"

    @Test
    void hotPolicy_whatItDrops_isDemoted() {
        List<Entry> demoted = new ArrayList<>();
        HotPolicy policy = new LastOne(
                new HotSpec(OptionalLong.of(1), entry -> 1, Optional.empty(), System::nanoTime, demoted::add));
        Entry first = new Entry(new Image(), "a", 1, null);
        Entry second = new Entry(new Image(), "b", 2, null);
        policy.admit(first);
        assertThat(policy.hit(first)).isTrue();
        assertThat(policy.hit(second)).isFalse();
        policy.admit(second);
        assertThat(demoted).containsExactly(first);
        policy.dismiss(second);
        assertThat(policy.hit(second)).isFalse();
    }
}
