package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** A hot tier that gives way, over the JDK backend. */
class JdkPressureTest extends Pressure {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
