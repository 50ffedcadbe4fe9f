package dev.gossamer.tck;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a history on one key of a map with weak values.
 *
 * @param kind which
 * @param argument the value given, or the one that died
 * @param result what it returned
 * @param start when it was called
 * @param end when it had returned
 */
record Operation(
        Kind kind, @Nullable Name argument, @Nullable Name result, int start, int end) {

    /** The operations, and the death of a value. */
    enum Kind {
        PUT,
        PUT_IF_ABSENT,
        GET,
        REMOVE,
        REPLACE,
        COMPUTE_IF_ABSENT,
        COMPUTE,
        DEATH
    }

    /** Whether its result is right when the key has this value. */
    boolean fits(@Nullable Name value) {
        return switch (kind) {
            case PUT, PUT_IF_ABSENT, GET, REMOVE, REPLACE -> result == value;
            case COMPUTE_IF_ABSENT -> result == (value == null ? argument : value);
            case COMPUTE -> result == argument;
            case DEATH -> true;
        };
    }

    /** The value of the key after it. */
    @Nullable Name after(@Nullable Name value) {
        return switch (kind) {
            case PUT, COMPUTE -> argument;
            case PUT_IF_ABSENT, COMPUTE_IF_ABSENT -> value == null ? argument : value;
            case GET -> value;
            case REMOVE -> null;
            case REPLACE -> result == null ? null : argument;
            case DEATH -> value == argument ? null : value;
        };
    }

    /** Whether it may hold the value from before while it runs, so that a death meanwhile may come to nothing. */
    boolean holdsValue() {
        return kind != Kind.GET && kind != Kind.DEATH;
    }

    boolean overlaps(Operation other) {
        return start < other.end && other.start < end;
    }
}
