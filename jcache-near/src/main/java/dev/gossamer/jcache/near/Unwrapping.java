package dev.gossamer.jcache.near;

/** The answer to {@code unwrap} where there is nothing inside. */
final class Unwrapping {
    private Unwrapping() {}

    static <T> T as(Object object, Class<T> type) {
        if (type.isInstance(object)) {
            return type.cast(object);
        }
        throw new IllegalArgumentException("cannot unwrap to " + type.getName() + "; this is a "
                + object.getClass().getName());
    }
}
