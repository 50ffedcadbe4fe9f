package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** The operations over the JDK backend, broken off at every step. */
class JdkFaultStepsTest extends FaultSteps {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
