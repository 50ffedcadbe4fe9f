package dev.gossamer.jcache.copy;

import java.io.ObjectInputFilter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The limits of one {@code serialization-filter}: those that the JDK knows, and one on the hashing of keys. Immutable. */
final class CopyLimits {
    /** What users know the limits by. */
    static final String SETTING = "\"serialization-filter\"";

    /** Some ten milliseconds. */
    static final long DEFAULT_HASHES = 1_000_000;

    private static final String HASHES = "maxhashes";
    private static final Pattern HASHES_PART = Pattern.compile("(?:^|;)\\s*maxhashes=([^;]*)");

    private final String pattern;
    private final ObjectInputFilter filter;
    private final long hashes;

    CopyLimits(String pattern) {
        this.pattern = pattern;
        Matcher matcher = HASHES_PART.matcher(pattern);
        this.hashes = matcher.find() ? count(matcher.group(1)) : DEFAULT_HASHES;
        ObjectInputFilter read = ObjectInputFilter.Config.createFilter(
                HASHES_PART.matcher(pattern).replaceAll(""));
        this.filter = read == null ? info -> ObjectInputFilter.Status.UNDECIDED : read;
    }

    private static long count(String text) {
        try {
            return Long.parseUnsignedLong(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid limit: " + HASHES + "=" + text, e);
        }
    }

    boolean rejects(ObjectInputFilter.FilterInfo info) {
        return filter.checkInput(info) == ObjectInputFilter.Status.REJECTED;
    }

    /** Why something was rejected: the limit it exceeds, or its class. */
    String refusal(ObjectInputFilter.FilterInfo info) {
        String exceeded = exceeded("maxdepth", info.depth());
        exceeded = exceeded != null ? exceeded : exceeded("maxrefs", info.references());
        exceeded = exceeded != null ? exceeded : exceeded("maxbytes", info.streamBytes());
        exceeded = exceeded != null ? exceeded : exceeded("maxarray", info.arrayLength());
        return exceeded != null ? exceeded : described(info) + " is refused by " + SETTING + " = \"" + pattern + "\"";
    }

    private @Nullable String exceeded(String limit, long actual) {
        Matcher matcher = Pattern.compile("(?:^|;)\\s*" + limit + "=(\\d+)").matcher(pattern);
        if (!matcher.find() || actual <= Long.parseLong(matcher.group(1))) {
            return null;
        }
        return exceeded(limit, matcher.group(1), actual);
    }

    /** Why a number of objects to be hashed is too large, {@code null} if it is not. */
    @Nullable String hashRefusal(long actual) {
        return actual <= hashes ? null : exceeded(HASHES, Long.toString(hashes), actual);
    }

    private static String exceeded(String limit, String allowed, long actual) {
        return limit + "=" + allowed + " of the setting " + SETTING + " is exceeded by " + actual;
    }

    static String described(ObjectInputFilter.FilterInfo info) {
        return info.serialClass() == null ? "the object" : info.serialClass().getName();
    }
}
