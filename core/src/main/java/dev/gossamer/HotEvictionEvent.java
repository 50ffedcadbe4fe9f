package dev.gossamer;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Values left a hot tier because of its limits. */
@Name("dev.gossamer.HotEviction")
@Label("Hot Tier Eviction")
@Category("Gossamer")
@Description(
        "Values left the hot tier of a container because of its limits, since the last such event, at most one a second; they"
                + " stay in the container for as long as they are in use")
@StackTrace(false)
final class HotEvictionEvent extends Event {
    @Label("Container")
    private String container = "";

    @Label("Entries")
    private int entries;

    static void emit(String container, int entries) {
        HotEvictionEvent event = new HotEvictionEvent();
        if (event.shouldCommit()) {
            event.container = container;
            event.entries = entries;
            event.commit();
        }
    }
}
