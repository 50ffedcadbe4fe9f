package dev.gossamer;

/** Where what user code throws on the library's time ends up. Thread-safe. */
final class Failures {
    private Failures() {}

    /** Reports a throwable; never throws itself. */
    static void report(String what, Throwable failure) {
        System.getLogger("dev.gossamer").log(System.Logger.Level.ERROR, what + " failed", failure);
    }
}
