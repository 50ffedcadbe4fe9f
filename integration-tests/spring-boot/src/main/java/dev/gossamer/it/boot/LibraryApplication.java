package dev.gossamer.it.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/** A program like any other: nothing in it names Gossamer, its properties do. */
@SpringBootApplication
@EnableCaching
public class LibraryApplication {

    /**
     * Starts the program.
     *
     * @param arguments what Spring Boot takes
     */
    public static void main(String[] arguments) {
        SpringApplication.run(LibraryApplication.class, arguments);
    }
}
