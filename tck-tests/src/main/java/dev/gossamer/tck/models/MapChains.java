package dev.gossamer.tck.models;

import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/** Chains of steps through a {@link MapWorld}. */
public final class MapChains {
    private static final int LENGTH = 40;

    private MapChains() {}

    public static Arbitrary<ActionChain<MapWorld>> weakValues(Supplier<MapWorld> start) {
        return common(start).withAction(4, key("getOrPut", MapSteps::getOrPut));
    }

    public static Arbitrary<ActionChain<MapWorld>> weakKeys(Supplier<MapWorld> start) {
        return common(start)
                .withAction(2, key("putReplacingKey", MapSteps::putReplacingKey))
                .withAction(1, key("mutate", MapWorld::mutate));
    }

    /** Chains for keys whose equivalence does not look into them. */
    public static Arbitrary<ActionChain<MapWorld>> unchanging(Supplier<MapWorld> start) {
        return common(start).withAction(2, key("putReplacingKey", MapSteps::putReplacingKey));
    }

    private static ActionChainArbitrary<MapWorld> common(Supplier<MapWorld> start) {
        return deaths(functions(ActionChain.<MapWorld>startWith(start)
                        .withAction(6, key("put", MapSteps::put))
                        .withAction(1, key("put a value again under", MapSteps::putAgain))
                        .withAction(3, key("put with ticket", MapSteps::putTicket))
                        .withAction(2, key("putIfAbsent", MapSteps::putIfAbsent))
                        .withAction(1, key("replace", MapSteps::replace))
                        .withAction(1, key("replace if equal", MapSteps::replaceEqual))
                        .withAction(2, key("remove", MapSteps::remove))
                        .withAction(1, key("remove if equal", MapSteps::removeEqual))
                        .withAction(1, key("keySet().remove", MapSteps::removeFromKeySet))
                        .withAction(1, key("values().removeIf number", MapSteps::removeIf))
                        .withAction(1, step("clear()", MapSteps::clear))
                        .withAction(1, step("popEntry()", MapSteps::popEntry))
                        .withAction(1, step("snapshot()", MapSteps::snapshot))
                        .withAction(1, step("copy()", MapSteps::copy))
                        .withAction(2, step("start iterating", MapWorld::startWalk))
                        .withAction(3, step("next()", world -> world.walkOn(walk -> {})))
                        .withAction(1, step("next(), remove()", MapSteps::walkAndRemove))
                        .withAction(1, step("next().setValue", MapSteps::walkAndSet))))
                .withMaxTransformations(LENGTH);
    }

    private static ActionChainArbitrary<MapWorld> functions(ActionChainArbitrary<MapWorld> chain) {
        return chain.withAction(2, function("computeIfAbsent", FunctionSteps::computeIfAbsent))
                .withAction(2, function("compute", FunctionSteps::compute))
                .withAction(1, function("computeIfPresent", FunctionSteps::computeIfPresent))
                .withAction(1, function("merge", FunctionSteps::merge));
    }

    private static ActionChainArbitrary<MapWorld> deaths(ActionChainArbitrary<MapWorld> chain) {
        return chain.withAction(4, key("drop the owner of", MapWorld::drop))
                .withAction(4, step("clear the dropped", MapWorld::clearDropped))
                .withAction(2, step("enqueue one", world -> world.deaths.enqueueOne()))
                .withAction(2, step("enqueue all", world -> world.deaths.enqueue()))
                .withAction(3, step("reclaim()", MapWorld::reclaim));
    }

    private static Action.Independent<MapWorld> step(String words, Consumer<MapWorld> step) {
        return Action.just(Transformer.mutate(words, world -> {
            StepRunner.run(() -> step.accept(world), world::check);
        }));
    }

    private static Action.Independent<MapWorld> key(String words, ObjIntConsumer<MapWorld> step) {
        return () -> Arbitraries.integers()
                .between(0, MapWorld.KEYS - 1)
                .map(index -> Transformer.mutate(words + " " + index, world -> {
                    StepRunner.run(() -> step.accept(world, index), world::check);
                }));
    }

    private static Action.Independent<MapWorld> function(String words, FunctionStep step) {
        return () -> Combinators.combine(
                        Arbitraries.integers().between(0, MapWorld.KEYS - 1), Arbitraries.of(FunctionSteps.Way.class))
                .as((index, way) -> Transformer.mutate(words + " " + index + " " + way, world -> {
                    StepRunner.run(() -> step.apply(world, index, way), world::check);
                }));
    }

    /** A step with a key and a function. */
    private interface FunctionStep {
        void apply(MapWorld world, int index, FunctionSteps.Way way);
    }
}
