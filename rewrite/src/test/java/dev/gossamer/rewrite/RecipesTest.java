package dev.gossamer.rewrite;

import static org.openrewrite.java.Assertions.java;

import org.junit.jupiter.api.Test;
import org.openrewrite.Recipe;
import org.openrewrite.java.JavaParser;
import org.openrewrite.test.RecipeSpec;
import org.openrewrite.test.RewriteTest;
import org.openrewrite.test.TypeValidation;

class RecipesTest implements RewriteTest {
    @Override
    public void defaults(RecipeSpec spec) {
        spec.parser(JavaParser.fromJavaVersion().classpath("guava"))
                .afterTypeValidationOptions(TypeValidation.none()); // the program need not depend on Gossamer yet
    }

    private void changes(Recipe recipe, String before, String after) {
        rewriteRun(spec -> spec.recipe(recipe), java(before, after));
    }

    private void leaves(Recipe recipe, String source) {
        rewriteRun(spec -> spec.recipe(recipe), java(source));
    }

    @Test
    void synchronizedWeakHashMap_diamondAndTypes_becomeWeakKeyMaps() {
        changes(new SynchronizedWeakHashMap(), """
                import java.util.Collections;
                import java.util.Map;
                import java.util.WeakHashMap;

                class Sessions {
                    private final Map<Object, String> names = Collections.synchronizedMap(new WeakHashMap<>());
                    private final Map<Object, String> roles = Collections.synchronizedMap(new WeakHashMap<Object, String>(64));
                }
                """, """
                import dev.gossamer.WeakKeyMap;

                import java.util.Map;

                class Sessions {
                    private final Map<Object, String> names = WeakKeyMap.create();
                    private final Map<Object, String> roles = WeakKeyMap.<Object, String>create();
                }
                """);
    }

    @Test
    void synchronizedWeakHashMap_copiesAndOtherMaps_stay() {
        leaves(new SynchronizedWeakHashMap(), """
                import java.util.Collections;
                import java.util.HashMap;
                import java.util.Map;
                import java.util.WeakHashMap;

                class Sessions {
                    Map<Object, String> copy(Map<Object, String> others) {
                        return Collections.synchronizedMap(new WeakHashMap<>(others));
                    }

                    Map<Object, String> strong() {
                        return Collections.synchronizedMap(new HashMap<>());
                    }
                }
                """);
    }

    @Test
    void weakMapMaker_eachWeakSide_becomesItsMap() {
        changes(new WeakMapMaker(), """
                import com.google.common.collect.MapMaker;
                import java.util.concurrent.ConcurrentMap;

                class Widgets {
                    private final ConcurrentMap<Object, String> titles = new MapMaker().concurrencyLevel(4).weakKeys().makeMap();
                    private final ConcurrentMap<String, Object> byName = new MapMaker().weakValues().makeMap();
                    private final ConcurrentMap<Object, Object> peers = new MapMaker().weakKeys().weakValues().makeMap();
                }
                """, """
                import dev.gossamer.WeakKeyMap;
                import dev.gossamer.WeakMap;
                import dev.gossamer.WeakValueMap;

                import java.util.concurrent.ConcurrentMap;

                class Widgets {
                    private final ConcurrentMap<Object, String> titles = WeakKeyMap.identity();
                    private final ConcurrentMap<String, Object> byName = WeakValueMap.create();
                    private final ConcurrentMap<Object, Object> peers = WeakMap.identity();
                }
                """);
    }

    @Test
    void weakMapMaker_strongAndUnknownMakers_stay() {
        leaves(new WeakMapMaker(), """
                import com.google.common.collect.MapMaker;
                import java.util.concurrent.ConcurrentMap;

                class Widgets {
                    private final ConcurrentMap<Object, String> strong = new MapMaker().initialCapacity(16).makeMap();

                    ConcurrentMap<Object, String> made(MapMaker maker) {
                        return maker.weakKeys().makeMap();
                    }
                }
                """);
    }

    @Test
    void weakInterner_andItsType_becomeOurs() {
        changes(new WeakInterner(), """
                import com.google.common.collect.Interner;
                import com.google.common.collect.Interners;

                class Names {
                    private final Interner<String> names = Interners.newWeakInterner();

                    String name(String name) {
                        return names.intern(name);
                    }
                }
                """, """
                import dev.gossamer.Interner;

                class Names {
                    private final Interner<String> names = Interner.create();

                    String name(String name) {
                        return names.intern(name);
                    }
                }
                """);
    }

    @Test
    void weakInterner_besideAStrongOne_stays() {
        leaves(new WeakInterner(), """
                import com.google.common.collect.Interner;
                import com.google.common.collect.Interners;

                class Names {
                    private final Interner<String> weak = Interners.newWeakInterner();
                    private final Interner<String> strong = Interners.newStrongInterner();
                }
                """);
    }

    @Test
    void cleaner_thatOnlyRegisters_isGone() {
        changes(new CleanerRegistration(), """
                import java.lang.ref.Cleaner;

                class Bitmap implements AutoCloseable {
                    private static final Cleaner CLEANER = Cleaner.create();

                    private final Cleaner.Cleanable cleanable;

                    Bitmap(Runnable release) {
                        cleanable = CLEANER.register(this, release);
                    }

                    @Override
                    public void close() {
                        cleanable.clean();
                    }
                }
                """, """
                import dev.gossamer.Finalizer;
                import dev.gossamer.Finalizers;

                class Bitmap implements AutoCloseable {

                    private final Finalizer<Void> cleanable;

                    Bitmap(Runnable release) {
                        cleanable = Finalizers.register(this, release);
                    }

                    @Override
                    public void close() {
                        cleanable.call();
                    }
                }
                """);
    }

    @Test
    void cleaner_thatIsHandedOn_stays() {
        changes(new CleanerRegistration(), """
                import java.lang.ref.Cleaner;

                class Bitmap {
                    private static final Cleaner CLEANER = Cleaner.create();

                    Bitmap(Runnable release) {
                        CLEANER.register(this, release);
                    }

                    static Cleaner shared() {
                        return CLEANER;
                    }
                }
                """, """
                import dev.gossamer.Finalizers;

                import java.lang.ref.Cleaner;

                class Bitmap {
                    private static final Cleaner CLEANER = Cleaner.create();

                    Bitmap(Runnable release) {
                        Finalizers.register(this, release);
                    }

                    static Cleaner shared() {
                        return CLEANER;
                    }
                }
                """);
    }
}
