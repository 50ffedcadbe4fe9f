package dev.gossamer.jcache;

/** The answer to {@code unwrap} of every type of the standard. */
final class Unwrap {
    private Unwrap() {}

    static <T> T as(Object object, Class<T> type) {
        if (type.isInstance(object)) {
            return type.cast(object);
        }
        throw new IllegalArgumentException("cannot unwrap to " + type.getName() + "; this is a "
                + object.getClass().getName());
    }
}
