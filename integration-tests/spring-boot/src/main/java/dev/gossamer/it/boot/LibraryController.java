package dev.gossamer.it.boot;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the test asks for over HTTP; each answer is how often something had to be loaded, or a value. */
@RestController
class LibraryController {
    private final Library library;
    private final List<Library.Book> borrowed = new CopyOnWriteArrayList<>();

    LibraryController(Library library) {
        this.library = library;
    }

    @GetMapping("/borrow")
    int borrow(@RequestParam String title) {
        borrowed.add(library.find(title));
        return library.loads();
    }

    @GetMapping("/give-back")
    int giveBack() {
        borrowed.clear();
        System.gc();
        return library.loads();
    }

    @GetMapping("/words")
    List<String> words(@RequestParam String title) {
        return library.words(title).all();
    }

    @GetMapping("/forget-words")
    int forgetWords(@RequestParam String title) {
        library.forgetWords(title);
        return library.loads();
    }

    @GetMapping("/loads")
    int loads() {
        return library.loads();
    }
}
