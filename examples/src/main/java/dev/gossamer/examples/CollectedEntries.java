package dev.gossamer.examples;

import dev.gossamer.WeakValueMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Being told what was collected. */
final class CollectedEntries implements TourScene {

    private record Image(String name, byte[] pixels) {}

    @Override
    public String title() {
        return "Being told which entry the collector took (onCollected, tickets)";
    }

    @Override
    public void play(TourStage stage) {
        List<String> log = new CopyOnWriteArrayList<>();
        WeakValueMap<String, Image> images = WeakValueMap.<String, Image>builder()
                .onCollected((name, ticket) -> log.add(name + ": free " + ticket))
                .build();
        load(images, "cat.png", "texture 7");
        Image dog = load(images, "dog.png", "texture 8");
        images.remove(dog.name());
        stage.collectUntil("the listener was told", () -> !log.isEmpty());
        stage.show(
                log.equals(List.of("cat.png: free texture 7")),
                "told once, with the ticket, and not of what was removed by hand: %s",
                log);
    }

    private static Image load(WeakValueMap<String, Image> images, String name, String texture) {
        Image image = new Image(name, new byte[1000]);
        images.put(name, image, texture);
        return image;
    }
}
