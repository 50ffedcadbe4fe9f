package dev.gossamer.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The containers of a running JVM, or self-pinned entries of one, as JSON in one line, for programs. */
final class LiveJson {
    private LiveJson() {}

    static String containers(Collection<ContainerSeries> containers) {
        List<String> objects = new ArrayList<>();
        containers.forEach(each -> objects.add(object(fields(each))));
        return "[" + String.join(",", objects) + "]";
    }

    private static Map<String, Object> fields(ContainerSeries container) {
        ContainerSample last = container.last();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("container", container.name());
        fields.put("kind", container.identity().kind());
        fields.put("backend", container.identity().backend());
        fields.put("createdAt", container.identity().createdAt().orElse(""));
        fields.put("containers", last.containers());
        fields.put("at", last.at().toString());
        fields.put("size", last.size());
        fields.put("pending", last.pending());
        fields.put("hot", last.hot());
        fields.put("hotLimit", last.hotLimit());
        fields.put("hotWeighed", last.hotWeighed());
        fields.put("hotGivesWay", last.hotGivesWay());
        fields.put("statistics", last.counted());
        fields.put("hits", last.hits());
        fields.put("misses", last.misses());
        fields.put("loads", last.loads());
        fields.put("replaced", last.replaced());
        fields.put("removed", last.removed());
        fields.put("collected", last.collected());
        fields.put("evicted", last.evicted());
        fields.put("reclaimLagNanos", last.reclaimLag().toNanos());
        fields.put("queue", last.queue());
        return fields;
    }

    static String selfPins(RecordedSelfPins sample) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("container", sample.container());
        fields.put("sampled", sample.sampled());
        fields.put("pinned", sample.pinned());
        fields.put("keyClass", sample.keyClass());
        fields.put("valueClass", sample.valueClass());
        fields.put("path", sample.path());
        fields.put("complete", sample.complete());
        fields.put("unread", sample.unread().orElse(""));
        return object(fields);
    }

    private static String object(Map<String, Object> fields) {
        List<String> members = new ArrayList<>();
        fields.forEach((name, value) -> members.add(
                quoted(name) + ":" + (value instanceof String text ? quoted(text) : String.valueOf(value))));
        return "{" + String.join(",", members) + "}";
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char each : text.toCharArray()) {
            if (each == '"' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (each < ' ' || each > '~') { // no encoding of the output can lose it
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append('"').toString();
    }
}
