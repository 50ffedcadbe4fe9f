package dev.gossamer;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;

/** The operations over the Caffeine backend, broken off at every step. */
class CaffeineFaultStepsTest extends FaultSteps {

    @Override
    Backend backend() {
        return new CaffeineBackend();
    }
}
