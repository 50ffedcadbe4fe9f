package dev.gossamer.jcache.common;

import org.jspecify.annotations.Nullable;

/**
 * What objects of the user's say of themselves, for messages. Where they fail to say it, that hides no other failure. Thread-safe.
 *
 * @since 0.2.0
 */
public final class UserText {
    private UserText() {}

    /**
     * The text of an object.
     *
     * @param object any object
     * @return what {@code toString} gives, or the class and the identity of the object if it throws
     */
    public static String of(Object object) {
        try {
            return String.valueOf(object);
        } catch (Throwable e) {
            return object.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(object));
        }
    }

    /**
     * The message of a failure.
     *
     * @param failure any failure
     * @return what {@code getMessage} gives, which can be {@code null}, or the class of the failure if it throws
     */
    public static @Nullable String message(Throwable failure) {
        try {
            return failure.getMessage();
        } catch (Throwable e) {
            return failure.getClass().getName();
        }
    }
}
