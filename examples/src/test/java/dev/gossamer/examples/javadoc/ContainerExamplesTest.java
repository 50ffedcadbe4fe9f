package dev.gossamer.examples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.AsyncWeakValueMap;
import dev.gossamer.Backends;
import dev.gossamer.Equivalence;
import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.Interner;
import dev.gossamer.KeyedRef;
import dev.gossamer.LoadingWeakValueMap;
import dev.gossamer.NotWeaklyReferenceableException;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakMultimap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueLoader;
import dev.gossamer.WeakValueMap;
import dev.gossamer.WrapperPolicy;
import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.tck.environment.RealCollector;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ContainerExamplesTest {
    private static final class Image {
        private final String name;

        Image(String name) {
            this.name = name;
        }

        static Image read(String name) {
            return new Image(name);
        }
    }

    private static final class Player {}

    private record Avatar(Player player) {}

    private record Subscriber(List<String> inbox) {}

    @Test
    void asyncWeakValueMap_twoWhoAsk_shareOneLoad() {
        // @start region="async"
        AsyncWeakValueMap<String, Image> images = AsyncWeakValueMap.create();

        CompletableFuture<@Nullable Image> logo = images.get("logo.png", Image::read); // one load for all who ask
        // @end region="async"
        assertThat(logo.join()).isSameAs(images.get("logo.png", Image::read).join());
    }

    @Test
    void containerBuilder_options_areKept() {
        // @start region="builder"
        WeakValueMap<String, Image> images = WeakValueMap.<String, Image>builder()
                .name("images") // in statistics, events and messages
                .recordStats()
                .initialCapacity(1_000)
                .hot(HotTier.recent(100))
                .build();
        // @end region="builder"
        assertThat(images.name()).contains("images");
        assertThat(images.get("logo.png")).isNull();
        assertThat(images.stats().misses()).isEqualTo(1);
    }

    @Test
    @Tag("collector")
    void collectedListener_imageThatDied_givesItsTicketBack() {
        // @start region="collected"
        List<Object> freed = new ArrayList<>();
        WeakValueMap<String, Image> images = WeakValueMap.<String, Image>builder()
                .reclaim(Reclaim.MANUAL)
                .onCollected((name, texture) -> freed.add(name + " had texture " + texture))
                .build();
        images.put("logo.png", new Image("logo.png"), "4711"); // the ticket must not refer to the image
        // @end region="collected"
        RealCollector.await("the image to be reclaimed", () -> images.reclaim() > 0);
        assertThat(freed).containsExactly("logo.png had texture 4711");
    }

    // @start region="equivalence"
    enum IgnoringCase implements Equivalence<String> {
        INSTANCE;

        @Override
        public int hash(String object) {
            return object.toLowerCase(Locale.ROOT).hashCode();
        }

        @Override
        public boolean equivalent(String left, String right) {
            return left.toLowerCase(Locale.ROOT).equals(right.toLowerCase(Locale.ROOT));
        }
    }
    // @end region="equivalence"

    // @start region="interner-probe"
    enum Characters implements Equivalence<CharSequence> {
        INSTANCE;

        @Override
        public int hash(CharSequence text) {
            return text.chars().reduce(0, (hash, next) -> 31 * hash + next); // that of a String
        }

        @Override
        public boolean equivalent(CharSequence left, CharSequence right) {
            return CharSequence.compare(left, right) == 0;
        }
    }

    static String intern(Interner<String> names, StringBuilder buffer) {
        return names.intern(buffer, Characters.INSTANCE, CharSequence::toString); // a String only if there is none
    }
    // @end region="interner-probe"

    @Test
    void interner_probeOfAnotherType_findsTheInstance() {
        Interner<String> names = Interner.create();
        String ada = intern(names, new StringBuilder("ada"));

        assertThat(intern(names, new StringBuilder("ada"))).isSameAs(ada).isEqualTo("ada");
    }

    @Test
    void equivalence_namesInAnyCase_areOneKey() {
        WeakValueMap<String, Image> images = WeakValueMap.<String, Image>builder()
                .keys(IgnoringCase.INSTANCE)
                .build();
        Image logo = images.computeIfAbsent("Logo", Image::read);
        assertThat(images.get("LOGO")).isSameAs(logo);
        assertThat(logo.name).isEqualTo("Logo");
    }

    @Test
    void identityPolicy_holdStrongly_takesNumbers() {
        // @start region="identity-policy"
        WeakValueMap<String, Number> numbers = WeakValueMap.<String, Number>builder()
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY) // boxed numbers have no identity to observe
                .build();
        numbers.put("answer", 42);
        // @end region="identity-policy"
        assertThat(numbers).containsEntry("answer", 42);
    }

    @Test
    void notWeaklyReferenceable_number_isRefusedWithTheWayOut() {
        String said = "";
        // @start region="refused"
        WeakSet<Object> elements = WeakSet.create();
        try {
            elements.add(42);
        } catch (NotWeaklyReferenceableException refused) {
            said = refused.getMessage(); // names the class, why, and the way out; nothing has changed
        }
        // @end region="refused"
        assertThat(said).contains("java.lang.Integer").contains("HOLD_STRONGLY");
        assertThat(elements).isEmpty();
    }

    @Test
    void wrapperPolicy_allow_takesFutures() {
        // @start region="wrapper-policy"
        WeakValueMap<String, Future<String>> answers = WeakValueMap.<String, Future<String>>builder()
                .wrapperPolicy(WrapperPolicy.ALLOW) // somebody else does hold the futures themselves
                .build();
        // @end region="wrapper-policy"
        Future<String> answer = CompletableFuture.completedFuture("42");
        answers.put("answer", answer);
        assertThat(answers.get("answer")).isSameAs(answer);
    }

    @Test
    void keyedRef_ofAValue_knowsItsKey() {
        WeakValueMap<String, Image> images = WeakValueMap.create();
        Image logo = images.computeIfAbsent("logo.png", Image::read);
        List<String> names = new ArrayList<>();
        // @start region="keyed-ref"
        for (KeyedRef<String, Image> each : images.valueRefs()) { // holds no image
            names.add(each.key());
        }
        // @end region="keyed-ref"
        assertThat(names).containsExactly("logo.png");
        Reference.reachabilityFence(logo);
    }

    // @start region="loader"
    static final class Rows implements WeakValueLoader<Integer, Image> {
        @Override
        public @Nullable Image load(Integer id) {
            return loadAll(Set.of(id)).get(id);
        }

        @Override
        public Map<Integer, Image> loadAll(Set<Integer> ids) { // one query for all
            Map<Integer, Image> rows = new HashMap<>();
            ids.forEach(id -> rows.put(id, new Image("row " + id)));
            return rows;
        }
    }
    // @end region="loader"

    @Test
    void loader_ofManyKeys_isAskedOnce() {
        LoadingWeakValueMap<Integer, Image> rows =
                WeakValueMap.<Integer, Image>builder().loading(new Rows()).build();
        Map<Integer, Image> loaded = rows.getAll(List.of(1, 2, 3));
        assertThat(loaded).containsOnlyKeys(1, 2, 3);
        assertThat(rows.get(2)).isSameAs(loaded.get(2));
        Reference.reachabilityFence(loaded);
    }

    @Test
    void weakMap_valueThatKnowsItsKey_isNoTrap() {
        // @start region="weak-map"
        WeakMap<Player, Avatar> avatars = WeakMap.identity();

        Player player = new Player();
        Avatar avatar = avatars.computeIfAbsent(player, Avatar::new); // it refers to its player, and both can die
        // @end region="weak-map"
        assertThat(avatars.get(player)).isSameAs(avatar);
        assertThat(avatar.player()).isSameAs(player);
    }

    @Test
    void weakMultimap_subscribersOfATopic_areTold() {
        // @start region="weak-multimap"
        WeakMultimap<String, Subscriber> subscribers = WeakMultimap.weakValues();

        Subscriber ada = new Subscriber(new ArrayList<>());
        subscribers.put("weather", ada);
        subscribers.get("weather").forEach(each -> each.inbox().add("rain")); // those that somebody still uses
        // @end region="weak-multimap"
        assertThat(ada.inbox()).containsExactly("rain");
    }

    @Test
    @Tag("collector")
    void reclaim_onAnExecutor_isDoneThere() {
        List<Runnable> given = new CopyOnWriteArrayList<>();
        Executor executor = given::add;
        // @start region="reclaim"
        WeakKeyMap<Player, Avatar> avatars = WeakKeyMap.<Player, Avatar>builder()
                .reclaim(Reclaim.on(executor)) // listeners run there
                .build();
        // @end region="reclaim"
        avatars.put(new Player(), new Avatar(new Player()));
        RealCollector.await("work for the executor", () -> !given.isEmpty());
        assertThat(avatars.estimatedSize()).isOne();
        given.forEach(Runnable::run);
        assertThat(avatars.estimatedSize()).isZero();
    }

    @Test
    void backends_used_areTheStandardOne() {
        // @start region="backends"
        Backends.use("jdk"); // first thing in the program, where several are on the path
        // @end region="backends"
        assertThat(Backends.standard().name()).isEqualTo("jdk");
    }

    @Test
    void jdkBackend_givenToABuilder_stores() {
        // @start region="jdk-backend"
        WeakValueMap<String, Image> images = WeakValueMap.<String, Image>builder()
                .backend(new JdkBackend()) // where no ServiceLoader finds it, as in a plain OSGi container
                .build();
        // @end region="jdk-backend"
        Image logo = images.computeIfAbsent("logo.png", Image::read);
        assertThat(images.get("logo.png")).isSameAs(logo);
        assertThat(new ConcurrentLinkedQueue<>(images.keySet())).containsExactly("logo.png");
    }
}
