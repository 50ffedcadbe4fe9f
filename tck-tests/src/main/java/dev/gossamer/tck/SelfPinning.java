package dev.gossamer.tck;

import dev.gossamer.SelfPinProbe;
import dev.gossamer.WeakKeyMap;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An assertion for tests of programs that use a {@link WeakKeyMap}: that its entries can die.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="self-pinning"}
 *
 * @since 0.1.0
 */
public final class SelfPinning {
    private static final int MOST_TOLD = 20;

    private SelfPinning() {}

    /**
     * Fails if an entry of a map is kept alive by its own value: directly, through other objects, or in a circle over several
     * entries. Searches as {@link SelfPinProbe#search(WeakKeyMap)} does, with the same limits, and changes nothing.
     *
     * @param map the map
     * @throws AssertionError naming how each such entry is kept alive, or if the map is too large to tell
     */
    public static void assertNoSelfPinning(WeakKeyMap<?, ?> map) {
        Objects.requireNonNull(map, "map");
        SelfPinProbe.Findings<?> findings = SelfPinProbe.search(map);
        int count = findings.pins().size();
        if (count > 0) {
            throw new AssertionError(count + " of " + map.size() + (count == 1 ? " entries is" : " entries are")
                    + " kept alive by " + (count == 1 ? "its own value:" : "their own values:")
                    + findings.pins().stream()
                            .limit(MOST_TOLD)
                            .map(pin -> System.lineSeparator() + "  " + pin.path())
                            .collect(Collectors.joining()));
        }
        if (!findings.complete()) {
            throw new AssertionError("the values of the map refer to more objects than SelfPinProbe.search looks at;"
                    + " assert on SelfPinProbe.search(map, maxObjects) instead");
        }
    }
}
