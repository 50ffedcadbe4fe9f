package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** Abandoned claims over the JDK backend. */
class JdkAbandonedClaimsTest extends AbandonedClaims {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
