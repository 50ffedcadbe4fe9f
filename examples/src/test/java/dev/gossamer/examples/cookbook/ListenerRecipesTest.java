package dev.gossamer.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.WeakListeners;
import dev.gossamer.tck.environment.RealCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ListenerRecipesTest {
    private static final class Editor {
        final WeakListeners<Consumer<String>> saved = WeakListeners.create();
        final List<String> journal = new ArrayList<>();
    }

    private static final class StatusBar {
        private String text = "";

        void show(String file) {
            text = file + " saved";
        }
    }

    @Test
    @Tag("collector")
    void listeners_ownerThatIsGone_areGoneToo() {
        Editor editor = new Editor();
        List<StatusBar> bars = new ArrayList<>(List.of(new StatusBar()));
        listen(editor, bars.get(0));
        editor.saved.fire(listener -> listener.accept("a.txt"));
        assertThat(bars.get(0).text).isEqualTo("a.txt saved");
        assertThat(editor.journal).containsExactly("a.txt");
        bars.clear();
        RealCollector.await("the listeners to leave with their owner", () -> editor.saved.size() == 0);
    }

    private static void listen(Editor editor, StatusBar statusBar) {
        List<String> journal = editor.journal;
        // @start region="listeners"
        WeakListeners<Consumer<String>> saved = editor.saved;

        saved.add(statusBar, file -> journal.add(file)); // a lambda that does not refer to its owner
        saved.addBound(statusBar, bar -> bar::show); // a method of the owner: not statusBar::show, which pins it

        saved.fire(listener -> listener.accept("report.odt"));
        // @end region="listeners"
        assertThat(statusBar.text).isEqualTo("report.odt saved");
        journal.clear();
    }

    // @start region="ui-bindings"
    static final class Observable<T> {
        private final WeakListeners<Consumer<T>> changes = WeakListeners.create();
        private T value;

        Observable(T value) {
            this.value = value;
        }

        /** Keeps a widget up to date for as long as it is there: {@code title.bind(label, Label::setText)}. */
        <W> void bind(W widget, BiConsumer<? super W, ? super T> update) {
            changes.addBound(widget, living -> changed -> update.accept(living, changed));
            update.accept(widget, value);
        }

        void set(T changed) {
            value = changed;
            changes.fire(listener -> listener.accept(changed));
        }
    }
    // @end region="ui-bindings"

    private static final class Label {
        private String text = "";

        void setText(String text) {
            this.text = text;
        }
    }

    @Test
    @Tag("collector")
    void uiBindings_labelThatWasClosed_isNotUpdated() {
        Observable<String> title = new Observable<>("draft");
        Label open = new Label();
        title.bind(open, Label::setText);
        openAndClose(title);
        RealCollector.await("the binding of the closed label to leave", () -> title.changes.size() == 1);
        title.set("final");
        assertThat(open.text).isEqualTo("final");
    }

    private static void openAndClose(Observable<String> title) {
        Label closed = new Label();
        title.bind(closed, Label::setText);
        assertThat(closed.text).isEqualTo("draft");
    }
}
