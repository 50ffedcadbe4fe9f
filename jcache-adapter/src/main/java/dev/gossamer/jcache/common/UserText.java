package dev.gossamer.jcache.common;

import org.jspecify.annotations.Nullable;

/** What objects of the user's say of themselves, for messages. Where they fail to say it, that hides no other failure. */
public final class UserText {
    private UserText() {}

    /** The text of an object, or its class and identity. */
    public static String of(Object object) {
        try {
            return String.valueOf(object);
        } catch (Throwable e) {
            return object.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(object));
        }
    }

    /** The message of a failure, or its class. */
    public static @Nullable String message(Throwable failure) {
        try {
            return failure.getMessage();
        } catch (Throwable e) {
            return failure.getClass().getName();
        }
    }
}
