package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** The suites of guava-testlib for multimaps, over the JDK backend. */
class JdkGuavaMultimapTest extends GuavaMultimapSuites {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
