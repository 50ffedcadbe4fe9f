package interner;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;

public class Names {
    private final Interner<String> names = Interners.newWeakInterner();

    public String name(String name) {
        return names.intern(name);
    }
}
