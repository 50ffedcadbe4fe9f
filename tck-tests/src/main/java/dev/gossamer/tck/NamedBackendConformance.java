package dev.gossamer.tck;

import dev.gossamer.Backends;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.rules.KitOptions;

/** The contracts for the backend that the command line names. */
final class NamedBackendConformance implements BackendContract {

    @Override
    public Backend backend() {
        return Backends.named(System.getProperty(KitOptions.BACKEND, "jdk"));
    }
}
