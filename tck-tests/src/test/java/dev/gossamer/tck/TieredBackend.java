package dev.gossamer.tck;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.ForwardingBackend;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import java.util.Optional;
import java.util.function.Function;

/** The JDK backend with another hot tier. */
final class TieredBackend extends ForwardingBackend {
    private final Function<HotSpec, HotPolicy> tier;

    TieredBackend(Function<HotSpec, HotPolicy> tier) {
        super(new JdkBackend());
        this.tier = tier;
    }

    @Override
    public String name() {
        return "mutant";
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Optional<HotPolicy> hotPolicy(HotSpec spec) {
        return Optional.of(tier.apply(spec));
    }
}
