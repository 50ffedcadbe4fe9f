package dev.gossamer.doctor;

import java.util.function.BooleanSupplier;

/**
 * Waits for what another JVM tells: some seconds, and for as many of its beats, of which there are one or two a second while it
 * runs. So a slow machine gets more time. For one waiting thread; any thread may beat.
 */
final class RemotePatience {
    private static final long MOST_MILLIS_WITHOUT_BEAT = 30_000;

    private final int seconds;
    private final long began = System.nanoTime();
    private int beats;
    private boolean ended;

    RemotePatience(int seconds) {
        this.seconds = seconds;
    }

    /** The other side has told what there was, or nothing. */
    synchronized void beat() {
        beats++;
        notifyAll();
    }

    /** The other side is gone. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private boolean isExhausted() {
        return beats >= seconds && System.nanoTime() - began >= seconds * 1_000_000_000L;
    }

    /** Whether the other side is gone. */
    synchronized boolean isOver() {
        return ended;
    }

    /** Waits for the next beat, and says whether there was one. */
    synchronized boolean awaitBeat() {
        int before = beats;
        try {
            while (beats == before && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return beats != before;
    }

    /** Waits until a condition holds, and says whether it does: not if it never came in time, or the other side ended. */
    synchronized boolean await(BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean() && !ended && !isExhausted()) {
                int before = beats;
                wait(MOST_MILLIS_WITHOUT_BEAT);
                if (beats == before && !condition.getAsBoolean()) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return condition.getAsBoolean();
    }
}
