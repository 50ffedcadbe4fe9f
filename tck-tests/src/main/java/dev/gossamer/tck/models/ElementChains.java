package dev.gossamer.tck.models;

import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Chains of steps through an {@link ElementWorld}. */
public final class ElementChains {
    private static final int LENGTH = 40;

    private ElementChains() {}

    public static Arbitrary<ActionChain<ElementWorld>> of(Supplier<ElementWorld> start) {
        return ActionChain.<ElementWorld>startWith(start)
                .withAction(6, element("add", ElementWorld::add))
                .withAction(2, element("add with ticket", ElementWorld::addTicket))
                .withAction(4, element("intern", ElementWorld::intern))
                .withAction(2, element("remove", ElementWorld::remove))
                .withAction(1, element("removeAll from", ElementWorld::removeAll))
                .withAction(1, element("retainAll from", ElementWorld::retainAll))
                .withAction(1, element("removeIf number", ElementWorld::removeIf))
                .withAction(2, element("combine from", ElementWorld::combine))
                .withAction(1, step("poll()", ElementWorld::poll))
                .withAction(4, element("drop the owner of", ElementWorld::drop))
                .withAction(4, step("clear the dropped", ElementWorld::clearDropped))
                .withAction(2, step("enqueue all", ElementWorld::enqueue))
                .withAction(2, step("reclaim()", ElementWorld::reclaim))
                .withMaxTransformations(LENGTH);
    }

    private static Action.Independent<ElementWorld> step(String words, Consumer<ElementWorld> step) {
        return Action.just(Transformer.mutate(words, world -> {
            StepRunner.run(() -> step.accept(world), world::check);
        }));
    }

    private static Action.Independent<ElementWorld> element(String words, ObjIntConsumer<ElementWorld> step) {
        return () -> Arbitraries.integers()
                .between(0, ElementWorld.ELEMENTS - 1)
                .map(index -> Transformer.mutate(words + " " + index, world -> {
                    StepRunner.run(() -> step.accept(world, index), world::check);
                }));
    }
}
