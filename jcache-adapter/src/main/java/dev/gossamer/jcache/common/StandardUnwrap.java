package dev.gossamer.jcache.common;

/**
 * The answer to {@code unwrap} of every type of the standard. Thread-safe.
 *
 * @since 0.2.0
 */
public final class StandardUnwrap {
    private StandardUnwrap() {}

    /**
     * The object as a type that it has.
     *
     * @param <T> the type
     * @param object the object
     * @param type the class of the type
     * @return the object
     * @throws IllegalArgumentException if the object is not of that type; it names both classes
     */
    public static <T> T as(Object object, Class<T> type) {
        if (type.isInstance(object)) {
            return type.cast(object);
        }
        throw new IllegalArgumentException("cannot unwrap to " + type.getName() + "; this is a "
                + object.getClass().getName());
    }
}
