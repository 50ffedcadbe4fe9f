package dev.gossamer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a write takes effect, by the live value it meets. */
enum WriteCondition {
    ALWAYS,
    ABSENT,
    PRESENT,
    /** The live value is equal to the expected one. */
    EQUAL,
    /** The live value is the expected one, by identity; {@code null} expects none. */
    SAME;

    /**
     * Whether the write takes effect.
     *
     * @param seen the live value, {@code null} when there is none
     * @param expected what {@code EQUAL} and {@code SAME} compare it with
     */
    boolean holds(@Nullable Object seen, @Nullable Object expected) {
        if (this == EQUAL) { // no switch, which takes a class with an initializer
            return seen != null
                    && (seen == expected || Objects.requireNonNull(expected).equals(seen));
        }
        return this == SAME ? seen == expected : this == ALWAYS || (seen == null) == (this == ABSENT);
    }
}
