package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** Multimaps over the Caffeine backend. */
class CaffeineMultimapsTest extends Multimaps {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
