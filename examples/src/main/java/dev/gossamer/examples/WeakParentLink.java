package dev.gossamer.examples;

import dev.gossamer.WeakRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tree whose nodes know their parent without keeping it. */
final class WeakParentLink implements TourScene {

    private static final class Node {
        private final String name;
        private final List<Node> children = new ArrayList<>();
        private final @Nullable WeakRef<Node> parent;

        Node(String name, @Nullable Node parent) {
            this.name = name;
            this.parent = parent == null ? null : WeakRef.of(parent);
            if (parent != null) {
                parent.children.add(this);
            }
        }

        String path() {
            return (parent == null ? "" : parent.map(Node::path).orElse("?") + "/") + name;
        }
    }

    @Override
    public String title() {
        return "A parent link that is weak, so a child does not keep the whole tree (WeakRef)";
    }

    @Override
    public void play(TourStage stage) {
        Node root = new Node("root", null);
        Node leaf = new Node("leaf", new Node("branch", root));
        stage.show(
                leaf.path().equals("root/branch/leaf"),
                "while the tree is held the leaf knows its way up: %s",
                leaf.path());
        Node orphan = orphan();
        stage.collectUntil("the other tree is gone", () -> orphan.path().equals("?/twig"));
        stage.show(orphan.path().equals("?/twig"), "a leaf of a dropped tree does not keep it: %s", orphan.path());
        stage.show(root.children.size() == 1, "the tree in use is whole");
    }

    private static Node orphan() {
        return new Node("twig", new Node("elsewhere", null));
    }
}
