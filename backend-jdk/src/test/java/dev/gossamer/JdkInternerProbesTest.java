package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** Interners over the JDK backend. */
class JdkInternerProbesTest extends InternerProbes {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
