package dev.gossamer.backend.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdkBackendTest {
    private final Backend backend = new JdkBackend();

    @Test
    void self_isJdkWithRankTenAndNoFeature() {
        assertThat(backend.name()).isEqualTo("jdk");
        assertThat(backend.rank()).isEqualTo(10);
        assertThat(backend.features()).isEmpty();
    }

    @Test
    void serviceLoader_findsIt() {
        assertThat(ServiceLoader.load(Backend.class)).hasAtLeastOneElementOfType(JdkBackend.class);
    }

    @ParameterizedTest
    @CsvSource({"maximumSize", "maximumWeight", "expireAfterWrite", "expireAfterAccess"})
    void tableAndStrongMap_bound_refused(String option) {
        Bounds bounds = switch (option) {
            case "maximumSize" -> Bounds.NONE.maximumSize(1);
            case "maximumWeight" -> Bounds.NONE.maximumWeight(1, (k, v) -> 1);
            case "expireAfterWrite" -> Bounds.NONE.expireAfterWrite(Duration.ofSeconds(1));
            default -> Bounds.NONE.expireAfterAccess(Duration.ofSeconds(1));
        };
        String message =
                "backend \"jdk\" does not offer " + option + "; leave the bound out or name a backend that offers it";

        TableSpec spec = new TableSpec(WeakSide.KEY, Equivalence.equality(), 0, bounds, entry -> {});
        assertThatThrownBy(() -> backend.table(spec))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> backend.strongMap(0, bounds, (k, v) -> {}))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(message);
    }

    @Test
    void table_everySpec_storesByThatSpec() {
        assertThat(Tables.table(WeakSide.VALUE, Equivalence.equality())).isInstanceOf(StrongKeyTable.class);
        assertThat(Tables.table(WeakSide.KEY, Equivalence.equality())).isInstanceOf(WeakKeyTable.class);
        assertThat(Tables.table(WeakSide.KEY, Equivalence.identity())).isInstanceOf(IdentityKeyTable.class);
        assertThat(Tables.table(WeakSide.VALUE, Equivalence.identity())).isInstanceOf(EquivalentKeyTable.class);
        assertThat(Tables.table(WeakSide.KEY, Tables.IGNORING_CASE)).isInstanceOf(EquivalentKeyTable.class);
    }

    @Test
    void table_initialCapacity_isRoomWithoutGrowing() {
        TableSpec spec = new TableSpec(WeakSide.VALUE, Equivalence.equality(), 3000, Bounds.NONE, entry -> {});
        Table table = backend.table(spec);
        table.insert(Tables.entry("first"), "first");
        BucketArray first = ((ChainedTable) table).buckets();

        for (int i = 1; i < 3000; i++) {
            table.insert(Tables.entry(i), i);
        }

        assertThat(first.length()).isEqualTo(4096);
        assertThat(((ChainedTable) table).buckets()).isSameAs(first);
        assertThat(first.isSettled()).isTrue();
    }

    @Test
    void strongMap_noBounds_isAnEmptyConcurrentMap() {
        ConcurrentMap<String, String> map = backend.strongMap(0, Bounds.NONE, (k, v) -> {});

        assertThat(map.putIfAbsent("k", "v")).isNull();
        assertThat(map).hasSize(1).containsEntry("k", "v");
    }
}
