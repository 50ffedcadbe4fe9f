/**
 * Weak references, maps, sets, interners and finalizers for concurrent programs.
 *
 * <p>{@link dev.gossamer} is what programs use. Storage comes from a backend, a module of its own, which implements
 * {@link dev.gossamer.spi}; {@link dev.gossamer.micrometer} makes meters of containers.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the modules that it exports to are built later
module dev.gossamer.core {
    requires static transitive org.jspecify;
    requires static java.management;
    requires static jdk.jfr;
    requires static micrometer.core;

    exports dev.gossamer;
    exports dev.gossamer.micrometer;
    exports dev.gossamer.spi;
    exports dev.gossamer.spi.sorted to
            dev.gossamer.backend.caffeine,
            dev.gossamer.backend.jdk;

    uses dev.gossamer.spi.Backend;
}
