package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** The suites of guava-testlib for multimaps, over the Caffeine backend. */
class CaffeineGuavaMultimapTest extends GuavaMultimapSuites {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
