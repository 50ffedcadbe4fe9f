package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** A hot tier that gives way, over the Caffeine backend. */
class CaffeinePressureTest extends Pressure {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
