package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real client: the second-level and query cache of Hibernate ORM, on H2. */
class HibernateTest {

    /** What is cached. */
    @Entity(name = "Author")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "author.entities")
    public static class Author {
        @Id
        private long id;

        private String name;

        /** For Hibernate. */
        protected Author() {}

        Author(long id, String name) {
            this.id = id;
            this.name = name;
        }

        long id() {
            return id;
        }
    }

    private final SessionFactory factory = new Configuration()
            .addAnnotatedClass(Author.class)
            .setProperty("hibernate.connection.url", "jdbc:h2:mem:gossamer")
            .setProperty("hibernate.hbm2ddl.auto", "create-drop")
            .setProperty("hibernate.generate_statistics", "true")
            .setProperty("hibernate.cache.use_query_cache", "true")
            .setProperty("hibernate.cache.region.factory_class", "jcache")
            .setProperty("hibernate.javax.cache.provider", GossamerCachingProvider.class.getName())
            .setProperty("hibernate.javax.cache.uri", "clients.conf")
            .setProperty("hibernate.javax.cache.missing_cache_strategy", "create")
            .buildSessionFactory();
    private final Statistics statistics = factory.getStatistics();

    @AfterEach
    void closeFactory() {
        factory.close();
        javax.cache.Caching.getCachingProvider(GossamerCachingProvider.class.getName())
                .close();
    }

    @Test
    void entity_readAgainInAnotherSession_comesFromTheCache() {
        factory.inTransaction(session -> session.persist(new Author(1, "Ende")));
        statistics.clear();
        assertThat(nameOf(1)).isEqualTo("Ende");
        assertThat(nameOf(1)).isEqualTo("Ende");
        assertThat(statistics.getSecondLevelCacheHitCount()).isEqualTo(2);
        assertThat(statistics.getPrepareStatementCount()).isZero();
    }

    private String nameOf(long id) {
        return factory.fromSession(session -> session.find(Author.class, id).name);
    }

    @Test
    void entity_updated_isNotReadStale() {
        factory.inTransaction(session -> session.persist(new Author(2, "Ende")));
        factory.inTransaction(session -> session.find(Author.class, 2L).name = "Michael Ende");
        assertThat(nameOf(2)).isEqualTo("Michael Ende");
    }

    @Test
    void query_repeated_comesFromTheCacheUntilTheTableChanges() {
        factory.inTransaction(session -> session.persist(new Author(3, "Ende")));
        statistics.clear();
        assertThat(names()).containsExactly("Ende");
        assertThat(names()).containsExactly("Ende");
        assertThat(statistics.getQueryCacheHitCount()).isOne();
        factory.inTransaction(session -> session.persist(new Author(4, "Preussler")));
        assertThat(names()).containsExactly("Ende", "Preussler");
    }

    private List<String> names() {
        return factory.fromSession(
                session -> session.createSelectionQuery("select name from Author order by name", String.class)
                        .setCacheable(true)
                        .getResultList());
    }
}
