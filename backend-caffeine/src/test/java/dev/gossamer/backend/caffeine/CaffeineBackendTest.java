package dev.gossamer.backend.caffeine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Feature;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaffeineBackendTest {
    @Test
    void serviceLoader_onTheClassPath_findsTheBackend() {
        assertThat(ServiceLoader.load(Backend.class))
                .filteredOn(backend -> backend.name().equals("caffeine"))
                .singleElement()
                .isInstanceOf(CaffeineBackend.class)
                .extracting(Backend::rank)
                .isEqualTo(20);
    }

    @Test
    void features_areAllAndUnmodifiable() {
        Set<Feature> features = new CaffeineBackend().features();

        assertThat(features).containsExactlyInAnyOrder(Feature.values());
        assertThatThrownBy(features::clear).isInstanceOf(UnsupportedOperationException.class);
    }
}
