package dev.gossamer.tck.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.ForwardingBackend;
import dev.gossamer.spi.ForwardingTable;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.tck.BackendContract;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
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

    private static final class ForgetfulBackend extends ForwardingBackend {
        ForgetfulBackend() {
            super(new BucketBackend());
        }

        @Override
        public Table table(TableSpec spec) {
            return new ForwardingTable(super.table(spec)) {
                @Override
                public Iterator<Entry> iterator() {
                    List<Entry> entries = new ArrayList<>();
                    super.iterator().forEachRemaining(entry -> {
                        if (entry.hash() % 5 != 3) {
                            entries.add(entry);
                        }
                    });
                    return entries.iterator();
                }
            };
        }
    }
}
