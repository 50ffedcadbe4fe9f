package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;

/** The suites of guava-testlib with other settings, over the JDK backend. */
class JdkGuavaSettingsTest extends GuavaSettingsSuites {

    @Override
    Backend backend() {
        return new JdkBackend();
    }
}
