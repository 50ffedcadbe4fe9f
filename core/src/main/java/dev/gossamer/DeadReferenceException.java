package dev.gossamer;

/** Says that the target of a {@link WeakProxy} has died, so that there is nothing to call. */
public final class DeadReferenceException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DeadReferenceException(String message) {
        super(message);
    }
}
