package dev.gossamer;

import java.util.Objects;

/**
 * An entry of a {@link WeakKeyMap} whose value keeps its own key alive, and the path by which it does.
 *
 * <p>Immutable. Holds the key strongly.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="self-pin"}
 *
 * @param key the key that cannot die
 * @param path how the value holds it, such as {@code Session.owner → Owner.sessions[3] → SessionKey}; {@code ⇒} stands for
 *     the step from a key of the map to its value
 * @param <K> the type of keys
 * @since 0.1.0
 */
public record SelfPin<K>(K key, String path) {

    /**
     * Checks the parts.
     *
     * @throws NullPointerException if a part is {@code null}
     */
    public SelfPin {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(path, "path");
    }

    @Override
    public String toString() {
        return path;
    }
}
