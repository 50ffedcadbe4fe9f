package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members of Infinispan in this JVM, which is there in the profile {@code other-engines} alone. */
@Tag("other-engines")
class InfinispanTest {
    private static final String PROVIDER = "org.infinispan.jcache.embedded.JCachingProvider";
    private static final String CONFIGURATION = """
            <infinispan xmlns="urn:infinispan:config:16.0">
              <jgroups>
                <stack name="loopback" extends="tcp">
                  <TCP xmlns="urn:org:jgroups" bind_addr="127.0.0.1" bind_port="%1$d" port_range="0" tcp_nodelay="true"/>
                  <TCPPING xmlns="urn:org:jgroups" initial_hosts="127.0.0.1[%1$d],127.0.0.1[%2$d]" port_range="0"
                      stack.combine="REPLACE" stack.position="MPING"/>
                </stack>
              </jgroups>
              <cache-container>
                <transport stack="loopback" cluster="%3$s"/>
                %4$s
              </cache-container>
            </infinispan>
            """;

    @TempDir
    private Path folder;

    private CachingProvider[] providers;
    private List<Cache<String, Object>> members;

    private void start(String cache) throws Exception {
        int[] ports = {HazelcastMember.freePort(), HazelcastMember.freePort()};
        String cluster = "contract-" + ports[0];
        providers = new CachingProvider[] {provider(), provider()};
        members = List.of(
                join(providers[0], String.format(CONFIGURATION, ports[0], ports[1], cluster, cache)),
                join(providers[1], String.format(CONFIGURATION, ports[1], ports[0], cluster, cache)));
    }

    private static CachingProvider provider() throws ReflectiveOperationException {
        return (CachingProvider) Class.forName(PROVIDER).getConstructor().newInstance();
    }

    private Cache<String, Object> join(CachingProvider provider, String configuration) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "member", ".xml"), configuration);
        CacheManager manager = provider.getCacheManager(file.toUri(), null);
        return manager.getCache("contract");
    }

    @AfterEach
    void stop() {
        Stream.of(providers).forEach(CachingProvider::close);
    }

    /** Where each member has everything, both rules hold. */
    @Nested
    class Replicated implements EngineContract {
        @BeforeEach
        void start() throws Exception {
            InfinispanTest.this.start("<replicated-cache name=\"contract\"/>");
        }

        @Override
        public List<Cache<String, Object>> members() {
            return members;
        }
    }

    /** Where a key has owners, only one member is told of it. */
    @Nested
    class Distributed implements EngineContract {
        @BeforeEach
        void start() throws Exception {
            InfinispanTest.this.start("<distributed-cache name=\"contract\" owners=\"1\"/>");
        }

        @Override
        public List<Cache<String, Object>> members() {
            return members;
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(5);
        }

        @Test
        @Override
        @DisplayName("the second rule does not hold")
        public void events_ofAllKeys_reachEveryMember() {
            assertThatThrownBy(EngineContract.super::events_ofAllKeys_reachEveryMember)
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining("r2-");
        }

        @Test
        @Override
        @DisplayName("the first rule cannot be asked, as not every event comes")
        public void get_afterAnEvent_seesThatWriteOrANewerOne() {
            assertThatThrownBy(EngineContract.super::get_afterAnEvent_seesThatWriteOrANewerOne)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("an event of a write");
        }
    }
}
