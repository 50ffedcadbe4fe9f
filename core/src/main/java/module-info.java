/** Weak references, maps, sets and interners for concurrent programs; storage comes from a backend module. */
@org.jspecify.annotations.NullMarked
module dev.gossamer.core {
    requires static transitive org.jspecify;

    exports dev.gossamer;
    exports dev.gossamer.spi;

    uses dev.gossamer.spi.Backend;
}
