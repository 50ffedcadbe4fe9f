package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** The suites of guava-testlib over the JDK backend. */
class JdkGuavaTest extends GuavaSuites {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
