package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hibernate over a resource that makes weak values the default, whose timestamps are boxed numbers; and two factories of it. */
class HibernateDefaultsTest {

    /** What is cached. */
    @Entity(name = "Place")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public static class Place {
        @Id
        private long id;

        private String name;

        /** For Hibernate. */
        protected Place() {}

        Place(long id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    @TempDir
    private Path directory;

    private final List<SessionFactory> factories = new ArrayList<>();
    private String resource;

    @BeforeEach
    void writeResource() throws Exception {
        resource = Files.writeString(
                        directory.resolve("weak.conf"), "defaults { values = weak, store-by-value = false }")
                .toUri()
                .toString();
    }

    @AfterEach
    void closeAll() {
        factories.stream().filter(SessionFactory::isOpen).forEach(SessionFactory::close);
        javax.cache.Caching.getCachingProvider(GossamerCachingProvider.class.getName())
                .close();
    }

    private SessionFactory factory(String fragment) {
        SessionFactory factory = new Configuration()
                .addAnnotatedClass(Place.class)
                .setProperty(
                        "hibernate.connection.url",
                        "jdbc:h2:mem:" + fragment + getClass().getSimpleName())
                .setProperty("hibernate.hbm2ddl.auto", "create-drop")
                .setProperty("hibernate.generate_statistics", "true")
                .setProperty("hibernate.cache.use_query_cache", "true")
                .setProperty("hibernate.cache.region.factory_class", "jcache")
                .setProperty("hibernate.javax.cache.provider", GossamerCachingProvider.class.getName())
                .setProperty("hibernate.javax.cache.uri", resource + fragment)
                .setProperty("hibernate.javax.cache.missing_cache_strategy", "create")
                .buildSessionFactory();
        factories.add(factory);
        return factory;
    }

    private static List<String> names(SessionFactory factory) {
        return factory.fromSession(
                session -> session.createSelectionQuery("select name from Place order by name", String.class)
                        .setCacheable(true)
                        .getResultList());
    }

    private static void store(SessionFactory factory, long id, String name) {
        factory.inTransaction(session -> session.persist(new Place(id, name)));
    }

    @Test
    void weakByDefault_boxedTimestampsAndIdentifiers_areWrittenAndNothingIsReadStale() {
        SessionFactory factory = factory("#one");
        store(factory, 1, "Fantasia");
        assertThat(names(factory)).containsExactly("Fantasia");
        assertThat(names(factory)).containsExactly("Fantasia");
        factory.inTransaction(session -> session.find(Place.class, 1L).name = "Fantastica");
        assertThat(names(factory)).containsExactly("Fantastica");
        store(factory, 2, "Lummerland");
        assertThat(names(factory)).containsExactly("Fantastica", "Lummerland");
        assertThat(factory.getStatistics().getUpdateTimestampsCachePutCount()).isPositive();
        assertThat(factory.getStatistics().getUpdateTimestampsCacheHitCount()).isPositive();
    }

    @Test
    void twoFactories_ofOneResourceByTwoFragments_closeOneByOne() {
        SessionFactory first = factory("#orders");
        SessionFactory second = factory("#customers");
        store(first, 1, "Lummerland");
        store(second, 1, "Kummerland");
        assertThat(names(first)).containsExactly("Lummerland");
        first.close();
        assertThat(names(second)).containsExactly("Kummerland");
        store(second, 2, "Neu-Lummerland");
        assertThat(names(second)).containsExactly("Kummerland", "Neu-Lummerland");
    }

    @Test
    void twoFactories_ofOneUri_theSecondSaysWhatTheFirstHasClosed() {
        SessionFactory first = factory("#shared");
        SessionFactory second = factory("#shared");
        first.close();
        assertThatThrownBy(() -> names(second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cache \"default-query-results-region\" is closed, as its manager file:")
                .hasMessageEndingWith(
                        "#shared is; clients that end one by one need one each, told apart by a fragment of the URI");
    }
}
