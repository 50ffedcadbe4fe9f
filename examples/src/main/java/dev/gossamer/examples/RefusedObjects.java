package dev.gossamer.examples;

import dev.gossamer.IdentityPolicy;
import dev.gossamer.NotWeaklyReferenceableException;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Objects without identity. */
final class RefusedObjects implements TourScene {

    @Override
    public String title() {
        return "Which objects cannot be referenced weakly, and what one is told";
    }

    @Override
    public void play(TourStage stage) {
        WeakValueMap<String, Object> map = WeakValueMap.create();
        for (Object value : List.of(42, Optional.of("x"), LocalDate.EPOCH, List.of(1, 2))) {
            stage.show(refuses(map, value), "%s is refused", value.getClass().getName());
        }
        try {
            map.put("answer", 42);
        } catch (NotWeaklyReferenceableException e) {
            stage.say("the message: %s", e.getMessage());
        }
        WeakSet<Object> lenient =
                WeakSet.builder().identityPolicy(IdentityPolicy.HOLD_STRONGLY).build();
        lenient.add(42);
        stage.show(lenient.contains(42), "IdentityPolicy.HOLD_STRONGLY keeps such an object: %s", lenient);
        stage.show(map.isEmpty(), "what was refused changed nothing");
    }

    private static boolean refuses(WeakValueMap<String, Object> map, Object value) {
        try {
            map.put("key", value);
            return false;
        } catch (NotWeaklyReferenceableException e) {
            return true;
        }
    }
}
