package dev.gossamer.jcache.near;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * What the near caches of one cache tell each other through a small cache of texts: who there is, what each has written, and
 * when one of them cleared the cache. Asks the engine; used by one thread at a time, but for {@link #cleared()}.
 */
final class ControlChannel {
    private final Cache<String, String> control;
    private final String prefix;
    private final long self;
    private long beat;
    private boolean joined;

    /** What one round has found. */
    record Round(Map<Long, Announcement> others, String epoch, boolean forgotten) {}

    ControlChannel(Cache<String, String> control, String cache, long self) {
        this.control = control;
        this.prefix = cache + "/";
        this.self = self;
    }

    /** Announces what this writer has done, and reads what the others announce. */
    Round round(long writes, long removals) {
        String own = new Announcement(writes, removals, ++beat).text();
        boolean forgotten = control.getAndPut(record(self), own) == null && joined;
        Set<Long> members = join();
        joined = true;
        Set<String> keys = new HashSet<>();
        members.forEach(member -> keys.add(record(member)));
        keys.add(prefix + "epoch");
        return read(members, control.getAll(keys), forgotten);
    }

    private Round read(Set<Long> members, Map<String, String> texts, boolean forgotten) {
        Map<Long, Announcement> others = new HashMap<>();
        for (long member : members) {
            Announcement said = Announcement.parse(texts.get(record(member)));
            if (member != self && said != null) {
                others.put(member, said);
            }
        }
        return new Round(others, texts.getOrDefault(prefix + "epoch", ""), forgotten);
    }

    /** Who there is, this one included, which is entered if it is not. */
    private Set<Long> join() {
        while (true) {
            String text = control.get(prefix + "writers");
            Set<Long> members = members(text);
            if (!members.add(self) || enter(text, members)) {
                return members;
            }
        }
    }

    private boolean enter(@Nullable String before, Set<Long> members) {
        StringBuilder text = new StringBuilder();
        members.forEach(member -> text.append(Long.toHexString(member)).append(' '));
        String after = text.toString();
        return before == null
                ? control.putIfAbsent(prefix + "writers", after)
                : control.replace(prefix + "writers", before, after);
    }

    private static Set<Long> members(@Nullable String text) {
        Set<Long> members = new TreeSet<>();
        for (String word : text == null ? new String[0] : text.split(" ")) {
            if (!word.isEmpty()) {
                members.add(Long.parseUnsignedLong(word, 16));
            }
        }
        return members;
    }

    /** Strikes a writer out: this one when it closes, or one that has been silent for long. */
    void leave(long writer) {
        control.remove(record(writer));
        while (true) {
            String text = control.get(prefix + "writers");
            Set<Long> members = members(text);
            if (!members.remove(writer) || enter(text, members)) {
                return;
            }
        }
    }

    /** Lets all others know that everything is to be doubted. Callable from any thread. */
    void cleared() {
        control.put(prefix + "epoch", UUID.randomUUID().toString());
    }

    long self() {
        return self;
    }

    private String record(long writer) {
        return prefix + Long.toHexString(writer);
    }
}
