package dev.gossamer.jcache;

/** A key that works until it is told not to. */
final class BreakableKey {
    volatile boolean failsToHash;
    volatile boolean failsToSpeak;

    private final String name;

    BreakableKey(String name) {
        this.name = name;
    }

    /** A key whose {@code toString} throws. */
    static BreakableKey mute() {
        BreakableKey key = new BreakableKey("mute");
        key.failsToSpeak = true;
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BreakableKey key && key.name.equals(name);
    }

    @Override
    public int hashCode() {
        if (failsToHash) {
            throw new IllegalStateException("no hash");
        }
        return name.hashCode();
    }

    @Override
    public String toString() {
        if (failsToSpeak) {
            throw new IllegalStateException("no text");
        }
        return name;
    }
}
