package dev.gossamer.jcache.copy;

import java.io.ObjectInputFilter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Limits what one copy reads, and remembers which limit it was that refused. Confined to its thread. */
final class CopyFilter implements ObjectInputFilter {
    private static final String SETTING = "\"serialization-filter\"";

    private final String pattern;
    private final ObjectInputFilter own;
    private final @Nullable ObjectInputFilter global;
    private @Nullable String reason;

    CopyFilter(String pattern, ObjectInputFilter own, @Nullable ObjectInputFilter global) {
        this.pattern = pattern;
        this.own = own;
        this.global = global;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (global != null && global.checkInput(info) == Status.REJECTED) {
            reason = "the JVM's own serialization filter (jdk.serialFilter) refuses " + described(info);
            return Status.REJECTED;
        }
        Status status = own.checkInput(info);
        if (status == Status.REJECTED) {
            reason = refusal(info);
        }
        return status;
    }

    private String refusal(FilterInfo info) {
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
        return limit + "=" + matcher.group(1) + " of the setting " + SETTING + " is exceeded by " + actual;
    }

    private static String described(FilterInfo info) {
        return info.serialClass() == null ? "the object" : info.serialClass().getName();
    }

    /** Which limit refused, {@code null} if none did. */
    @Nullable String reason() {
        return reason;
    }
}
