package dev.gossamer.tck.models;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a history on one key of a container.
 *
 * @param kind which
 * @param key the key or element given
 * @param argument the value given, or the object that died
 * @param result what it returned
 * @param start when it was called
 * @param end when it had returned
 */
record HistoryOperation(
        Kind kind,
        @Nullable Object key,
        @Nullable Object argument,
        @Nullable Object result,
        int start,
        int end) {

    /** The operations, and the death of a key, value or element. */
    enum Kind {
        PUT,
        PUT_IF_ABSENT,
        PUT_REPLACING_KEY,
        GET,
        CANONICAL_KEY,
        REMOVE,
        REPLACE,
        COMPUTE_IF_ABSENT,
        COMPUTE,
        ADD,
        CONTAINS,
        REMOVE_ELEMENT,
        POLL,
        INTERN,
        DEATH
    }

    /** Whether its result is right when the container has this for its key. */
    boolean fits(ExpectedAssociation now) {
        return switch (kind) {
            case PUT, PUT_IF_ABSENT, PUT_REPLACING_KEY, GET, REMOVE, REPLACE -> result == now.value();
            case CANONICAL_KEY, POLL -> result == now.key();
            case COMPUTE_IF_ABSENT -> result == (now.isAbsent() ? argument : now.value());
            case COMPUTE -> result == argument;
            case ADD -> Boolean.valueOf(now.isAbsent()).equals(result);
            case CONTAINS, REMOVE_ELEMENT -> Boolean.valueOf(!now.isAbsent()).equals(result);
            case INTERN -> result == (now.isAbsent() ? key : now.key());
            case DEATH -> true;
        };
    }

    /** What the container has for the key after it. */
    ExpectedAssociation after(ExpectedAssociation now) {
        return switch (kind) {
            case PUT, COMPUTE -> now.with(key, argument);
            case PUT_IF_ABSENT, COMPUTE_IF_ABSENT -> now.isAbsent() ? now.with(key, argument) : now;
            case PUT_REPLACING_KEY -> new ExpectedAssociation(key, argument);
            case ADD, INTERN -> now.isAbsent() ? now.with(key, key) : now;
            case GET, CANONICAL_KEY, CONTAINS -> now;
            case REMOVE, REMOVE_ELEMENT, POLL -> ExpectedAssociation.ABSENT;
            case REPLACE -> result == null ? ExpectedAssociation.ABSENT : now.with(key, argument);
            case DEATH -> now.without(argument);
        };
    }

    /** Whether it may hold the value from before while it runs, so that a death meanwhile may come to nothing. */
    boolean holdsValue() {
        return kind != Kind.GET && kind != Kind.DEATH;
    }

    boolean overlaps(HistoryOperation other) {
        return start < other.end && other.start < end;
    }
}
