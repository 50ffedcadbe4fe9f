package dev.gossamer;

import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/** Which code makes containers, where somebody has asked for that. Thread-safe. */
final class CreationSites {
    private static final String PROPERTY = "dev.gossamer.creationSites";
    private static final String LIBRARY = "dev.gossamer.";

    private static volatile boolean kept = isAskedFor();

    private CreationSites() {}

    private static boolean isAskedFor() {
        try {
            return Boolean.getBoolean(PROPERTY);
        } catch (SecurityException refused) {
            return false;
        }
    }

    /** Keeps them from now on. */
    static void keep() {
        kept = true;
    }

    /** The line that has called the library, {@code null} where nobody asked for that. */
    static @Nullable String current() {
        return kept ? nearest() : null;
    }

    private static @Nullable String nearest() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !isOfLibrary(frame.getClassName()))
                        .findFirst()
                        .map(CreationSites::text)
                        .orElse(null));
    }

    /** Whether a class is one of the core or of the JCache provider. */
    private static boolean isOfLibrary(String type) {
        return type.startsWith(LIBRARY)
                && (type.indexOf('.', LIBRARY.length()) < 0 || type.startsWith("jcache.", LIBRARY.length()));
    }

    private static String text(StackFrame frame) {
        return frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber();
    }
}
