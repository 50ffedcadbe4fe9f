package mapmaker;

import com.google.common.collect.MapMaker;
import java.util.concurrent.ConcurrentMap;

public class Documents {
    private final ConcurrentMap<String, StringBuilder> open = new MapMaker().weakValues().makeMap();
    private final ConcurrentMap<StringBuilder, String> titles = new MapMaker().concurrencyLevel(2).weakKeys().makeMap();

    public StringBuilder open(String name) {
        return open.computeIfAbsent(name, StringBuilder::new);
    }

    public void entitle(StringBuilder document, String title) {
        titles.put(document, title);
    }

    public String title(StringBuilder document) {
        return titles.get(document);
    }
}
