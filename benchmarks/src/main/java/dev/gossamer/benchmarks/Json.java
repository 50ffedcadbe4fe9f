package dev.gossamer.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, collections, numbers and strings as JSON. */
final class Json {

    private Json() {}

    static String of(Object value) {
        return write(value, "");
    }

    private static String write(Object value, String indent) {
        String deeper = indent + "  ";
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> deeper + quote(entry.getKey().toString()) + ": " + write(entry.getValue(), deeper))
                    .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream()
                    .map(each -> deeper + write(each, deeper))
                    .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
        }
        if (value instanceof MedianAndQuartiles spread) {
            return String.format(Locale.ROOT, "[%.4g, %.4g, %.4g]", spread.low(), spread.median(), spread.high());
        }
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%.6g", number);
        }
        return value instanceof Number ? value.toString() : quote(value.toString());
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
