package dev.gossamer;

import java.util.Objects;

/**
 * A function of {@code compute}, {@code merge} or the like that is running while other threads wait for it, as
 * {@link ContainerStats#awaited()} tells.
 *
 * <p>Immutable. Holds the key and the thread strongly.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="awaited"}
 *
 * @param key the key whose value is computed
 * @param thread the thread that computes it
 * @param waiting how many threads wait to change the key, at least 1
 * @since 0.2.0
 */
public record AwaitedFunction(Object key, Thread thread, int waiting) {

    /**
     * Checks the parts.
     *
     * @throws NullPointerException if {@code key} or {@code thread} is {@code null}
     * @throws IllegalArgumentException if {@code waiting} is less than 1
     */
    public AwaitedFunction {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(thread, "thread");
        if (waiting < 1) {
            throw new IllegalArgumentException("waiting " + waiting + " is less than 1; leave the function out");
        }
    }
}
