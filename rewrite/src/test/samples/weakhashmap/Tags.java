package weakhashmap;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

public class Tags {
    private final Map<Object, String> tags = Collections.synchronizedMap(new WeakHashMap<>());

    public void tag(Object object, String tag) {
        tags.merge(object, tag, (before, more) -> before + "," + more);
    }

    public String tags(Object object) {
        return tags.getOrDefault(object, "");
    }

    public int count() {
        return tags.size();
    }
}
