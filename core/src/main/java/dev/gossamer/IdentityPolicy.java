package dev.gossamer;

/**
 * What a container does with an object that cannot be referenced weakly, such as a boxed number or an {@code Optional}.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="identity-policy"}
 *
 * @since 0.1.0
 */
public enum IdentityPolicy {
    /** Refuses it with a {@link NotWeaklyReferenceableException}; the default. */
    REJECT,

    /**
     * Holds it strongly: its entry stays until it is removed. Useful for a few such objects among many that can die.
     */
    HOLD_STRONGLY
}
