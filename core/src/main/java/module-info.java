/** Weak references, maps, sets and interners for concurrent programs; storage comes from a backend module. */
@org.jspecify.annotations.NullMarked
module dev.gossamer.core {
    requires static transitive org.jspecify;
    requires static java.management;
    requires static jdk.jfr;
    requires static micrometer.core;

    exports dev.gossamer;
    exports dev.gossamer.micrometer;
    exports dev.gossamer.spi;

    uses dev.gossamer.spi.Backend;
}
