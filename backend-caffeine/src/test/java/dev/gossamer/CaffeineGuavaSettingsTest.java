package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The suites of guava-testlib with other settings, over the Caffeine backend, and its bounds. */
class CaffeineGuavaSettingsTest extends GuavaSettingsSuites {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }

    @TestFactory
    @DisplayName("MAP-1 maps within their bounds keep the contract of ConcurrentMap")
    Stream<DynamicNode> maps_bounded() {
        return Stream.concat(
                GuavaSuites.maps(
                        Samples.byName(),
                        () -> WeakValueMap.builder()
                                .backend(backend())
                                .maximumSize(100)
                                .expireAfterAccess(Duration.ofHours(1))
                                .build()),
                GuavaSuites.maps(
                        Samples.byName(),
                        () -> WeakKeyMap.builder()
                                .backend(backend())
                                .maximumWeight(100, (key, value) -> 1)
                                .expireAfterWrite(Duration.ofHours(1))
                                .build()));
    }
}
