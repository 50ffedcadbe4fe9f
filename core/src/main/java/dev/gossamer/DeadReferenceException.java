package dev.gossamer;

/**
 * Says that the target of a {@link WeakProxy} has died, so that there is nothing to call.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="weak-proxy"}
 *
 * @since 0.1.0
 */
public final class DeadReferenceException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DeadReferenceException(String message) {
        super(message);
    }
}
