package dev.gossamer.jcache.common;

/** The answer to {@code unwrap} of every type of the standard. */
public final class StandardUnwrap {
    private StandardUnwrap() {}

    public static <T> T as(Object object, Class<T> type) {
        if (type.isInstance(object)) {
            return type.cast(object);
        }
        throw new IllegalArgumentException("cannot unwrap to " + type.getName() + "; this is a "
                + object.getClass().getName());
    }
}
