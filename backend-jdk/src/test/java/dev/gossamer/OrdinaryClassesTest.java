package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whether objects of a class may be held is remembered with the class. */
class OrdinaryClassesTest {
    private static final int MANY = 100;

    @Test
    @DisplayName("ID-1 WRAP-1 others are refused as before where many of a class were let in")
    void put_othersAfterManyOfAClass_areRefused() {
        WeakValueMap<Integer, Object> map = WeakValueMap.create();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            held.add(new Object());
            map.put(i, held.get(i));
        }
        for (Object refused : List.of(1, new CompletableFuture<>())) {
            for (int key : List.of(0, MANY)) {
                assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                        .isThrownBy(() -> map.put(key, refused))
                        .satisfies(thrown -> assertThat(thrown.type()).isSameAs(refused.getClass()));
            }
        }
        map.put(MANY, "of a third class");
        assertThat(map.get(MANY)).isEqualTo("of a third class");
        assertThat(map.get(0)).isSameAs(held.get(0));
    }

    @Test
    @DisplayName("RC-4 the class of what was stored is collectable while the container lives")
    void put_classOfALoader_isNotHeld() {
        WeakValueMap<Integer, Object> map = WeakValueMap.create();
        WeakReference<Class<?>> type = fill(map);
        Deaths.collectUntil("the class to be collected", () -> type.get() == null);
        Object other = new Object();
        map.put(0, other);
        assertThat(map.get(0)).isSameAs(other);
    }

    private static WeakReference<Class<?>> fill(WeakValueMap<Integer, Object> map) {
        ClassLoader loader = new ClassLoader(OrdinaryClassesTest.class.getClassLoader()) {};
        Map<Integer, Object> held = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            held.put(i, Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, (proxy, method, args) -> null));
        }
        map.putAll(held);
        assertThat(map.get(0)).isSameAs(held.get(0));
        return new WeakReference<>(held.get(0).getClass());
    }
}
