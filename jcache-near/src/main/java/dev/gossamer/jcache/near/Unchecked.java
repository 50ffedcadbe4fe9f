package dev.gossamer.jcache.near;

/** Throws again what another thread's unchecked code has thrown. */
final class Unchecked {
    private Unchecked() {}

    static RuntimeException rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return new IllegalStateException(failure);
    }
}
