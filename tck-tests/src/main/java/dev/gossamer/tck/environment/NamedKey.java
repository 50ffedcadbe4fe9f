package dev.gossamer.tck.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A key or an element with identity: two of one text are equal and yet two objects. */
public record NamedKey(String text) {
    /** Different ones. */
    public static List<NamedKey> many(int count) {
        List<NamedKey> many = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            many.add(new NamedKey("n" + i));
        }
        return many;
    }

    /** Different ones, put into a map as the values of their numbers. */
    public static List<NamedKey> fill(Map<Integer, NamedKey> map, int count) {
        List<NamedKey> values = many(count);
        for (int i = 0; i < count; i++) {
            map.put(i, values.get(i));
        }
        return values;
    }
}
