/**
 * Storage for Gossamer: a concurrent hash table of its own whose nodes are the weak references.
 *
 * <p>Programs need not name anything in it: {@link dev.gossamer.Backends} finds
 * {@link dev.gossamer.backend.jdk.JdkBackend} on the module path.
 */
@org.jspecify.annotations.NullMarked
module dev.gossamer.backend.jdk {
    requires transitive dev.gossamer.core;

    exports dev.gossamer.backend.jdk;

    provides dev.gossamer.spi.Backend with
            dev.gossamer.backend.jdk.JdkBackend;
}
