package dev.gossamer.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.Backends;
import dev.gossamer.Equivalence;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsIT {

    @Test
    void path_ofThisRun_isTheExpectedOne() {
        assertThat(WeakRef.class.getModule().isNamed()).isEqualTo(Boolean.getBoolean("expect.modules"));
    }

    @Test
    void all_bothOnThePath_findsBothByRank() {
        assertThat(Backends.all()).extracting(Backend::name).isEqualTo(List.of("caffeine", "jdk"));
        assertThat(Backends.standard().name()).isEqualTo("caffeine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    void maps_ofEachBackend_work(String backend) {
        Object value = new Object();
        WeakValueMap<String, Object> byName =
                WeakValueMap.<String, Object>builder().backend(backend).build();
        WeakKeyMap<Object, String> names = WeakKeyMap.<Object, String>builder()
                .backend(backend)
                .keys(Equivalence.identity())
                .build();
        byName.put("a", value);
        names.put(value, "a");
        assertThat(byName.get("a")).isSameAs(value);
        assertThat(names.get(value)).isEqualTo("a");
        assertThat(WeakRef.identity(value)).isSameAs(WeakRef.identity(value));
    }
}
