package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** What people reported, over the JDK backend. */
class JdkReportedSituationsTest extends ReportedSituations {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
