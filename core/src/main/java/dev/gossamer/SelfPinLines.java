package dev.gossamer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a probe for self-pins found, as lines of text that hold nothing of the user's. */
final class SelfPinLines {
    private SelfPinLines() {}

    /** A line for each path, the most frequent first, and for what was not seen. */
    static List<String> of(SelfPinProbe.Findings<?> findings) {
        Map<String, Integer> counts = new TreeMap<>();
        findings.pins().forEach(pin -> counts.merge(pin.path(), 1, Integer::sum));
        List<String> lines = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(path -> lines.add(path.getValue() + " × " + path.getKey()));
        if (!findings.complete()) {
            lines.add("the search reached its limit; there may be more");
        }
        if (!findings.unseen().isEmpty()) {
            lines.add("not looked into: " + String.join(", ", findings.unseen()));
        }
        return lines;
    }
}
