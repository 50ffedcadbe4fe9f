package dev.gossamer.tck.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.tck.BackendContract;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A third party's backend that is wrong, where no other backend is there. */
class BrokenBackendConformanceTest {

    @Test
    void run_brokenBackendAlone_fails() {
        assertThat(ServiceLoader.load(Backend.class)).as("other backends").isEmpty();
        EngineTestKit.engine("junit-jupiter")
                .selectors(
                        selectMethod(Broken.class, "put_thousands_keepsAll"),
                        selectMethod(Broken.class, "size_deadPending_countsTheLiving"),
                        selectMethod(Broken.class, "get_hits_allocateNothing"))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(1).failed(2));
    }

    /** The recipe of the README, over a backend that leaves out every fifth entry when it iterates. */
    static class Broken implements BackendContract {
        @Override
        public Backend backend() {
            return new ForgetfulBackend();
        }
    }

    private static final class ForgetfulBackend implements Backend {
        private final Backend right = new BucketBackend();

        @Override
        public String name() {
            return "forgetful";
        }

        @Override
        public int rank() {
            return right.rank();
        }

        @Override
        public Set<Feature> features() {
            return right.features();
        }

        @Override
        public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
            return right.strongMap(initialCapacity, bounds, onEvicted);
        }

        @Override
        public Table table(TableSpec spec) {
            Table table = right.table(spec);
            return new Table() {
                @Override
                public Entry find(Object key, int hash) {
                    return table.find(key, hash);
                }

                @Override
                public Entry insert(Entry entry, Object key) {
                    return table.insert(entry, key);
                }

                @Override
                public boolean replace(Entry entry, Entry next) {
                    return table.replace(entry, next);
                }

                @Override
                public boolean remove(Entry entry) {
                    return table.remove(entry);
                }

                @Override
                public Iterator<Entry> iterator() {
                    List<Entry> entries = new ArrayList<>();
                    table.forEach(entry -> {
                        if (entry.hash() % 5 != 3) {
                            entries.add(entry);
                        }
                    });
                    return entries.iterator();
                }

                @Override
                public long estimatedSize() {
                    return table.estimatedSize();
                }
            };
        }
    }
}
