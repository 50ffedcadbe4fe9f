package dev.gossamer;

import java.util.List;
import java.util.concurrent.Callable;

/** Has named containers in static fields when it is dropped. */
public final class RecordedApplication implements Callable<List<String>> {
    /** Of at most 16 characters: JDK 17 loses longer strings when a recording is started after all others had stopped. */
    private static final WeakValueMap<String, Object> VALUES = WeakValueMap.<String, Object>builder()
            .name("redeployed")
            .recordStats()
            .build();

    private static final Object HELD = new RecordedApplication();

    /** An application that has done nothing yet. */
    public RecordedApplication() {}

    @Override
    public List<String> call() {
        VALUES.put("key", HELD);
        WeakSet.create().add(HELD);
        return List.of(VALUES.name().orElseThrow());
    }
}
