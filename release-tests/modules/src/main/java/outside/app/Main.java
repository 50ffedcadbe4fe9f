package outside.app;

import dev.gossamer.Backends;
import dev.gossamer.WeakValueMap;

public final class Main {
    public static void main(String[] args) {
        Object value = new Object();
        WeakValueMap<String, Object> map = WeakValueMap.create();
        map.put("a", value);
        System.out.println((map.get("a") == value) + " " + Backends.standard().name());
    }
}
