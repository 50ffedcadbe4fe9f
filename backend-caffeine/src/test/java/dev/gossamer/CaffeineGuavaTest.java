package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** The suites of guava-testlib over the Caffeine backend. */
class CaffeineGuavaTest extends GuavaSuites {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
