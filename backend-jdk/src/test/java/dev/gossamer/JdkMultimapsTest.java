package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** Multimaps over the JDK backend. */
class JdkMultimapsTest extends Multimaps {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
