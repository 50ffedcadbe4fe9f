package dev.gossamer.jcache.near;

/** What a key says of itself, for messages. Where it fails to say it, that hides no other failure. */
final class KeyText {
    private KeyText() {}

    /** The text of a key, or its class and identity. */
    static String of(Object key) {
        try {
            return String.valueOf(key);
        } catch (Throwable e) {
            return key.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(key));
        }
    }
}
