package dev.gossamer.tck.models;

import dev.gossamer.tck.rules.RuleViolation;

/**
 * A key, value or element of a property: equal to those of the same number, and with few hash codes, so that they collide.
 * It minds being called while its {@link Quiet} is on.
 */
public final class TrackedObject {
    private final Quiet quiet;
    private final String name;
    private int number;

    public TrackedObject(Quiet quiet, String name, int number) {
        this.quiet = quiet;
        this.name = name;
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Becomes a token that equals no other and has another hash code, as a mutable key may. */
    public void mutate(int unheardOf) {
        number = unheardOf;
    }

    @Override
    public boolean equals(Object other) {
        quiet.called("equals");
        return other instanceof TrackedObject that && that.number == number;
    }

    @Override
    public int hashCode() {
        quiet.called("hashCode");
        return (number & 1) | (number & ~0xff);
    }

    @Override
    public String toString() {
        quiet.called("toString");
        return name;
    }

    /** A time in which no code of the user may run. For one thread. */
    public static final class Quiet {
        private boolean on;
        private String broken = "";

        /** Runs something that may call no token. */
        public void during(Runnable action) {
            on = true;
            try {
                action.run();
            } finally {
                on = false;
            }
            RuleViolation.unless(broken.isEmpty(), "MAP-4", "reclaiming called " + broken + " of a key or value");
        }

        private void called(String method) {
            if (on) {
                broken = method;
            }
        }
    }
}
