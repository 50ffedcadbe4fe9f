package dev.gossamer.rewrite;

import org.openrewrite.java.JavaParser;
import org.openrewrite.java.JavaTemplate;

/** What templates have to know of Gossamer's types, so that a program is moved before it depends on the library. */
final class GossamerTypes {
    private static final String[] STUBS = {
        "package dev.gossamer; public interface WeakKeyMap<K, V> extends java.util.concurrent.ConcurrentMap<K, V> {"
                + " static <K, V> WeakKeyMap<K, V> create() { return null; }"
                + " static <K, V> WeakKeyMap<K, V> identity() { return null; } }",
        "package dev.gossamer; public interface WeakValueMap<K, V> extends java.util.concurrent.ConcurrentMap<K, V> {"
                + " static <K, V> WeakValueMap<K, V> create() { return null; } }",
        "package dev.gossamer; public abstract class WeakMap<K, V> implements java.util.concurrent.ConcurrentMap<K, V> {"
                + " public static <K, V> WeakMap<K, V> identity() { return null; } }",
        "package dev.gossamer; public interface Interner<E> {"
                + " static <E> Interner<E> create() { return null; } E intern(E instance); }",
        "package dev.gossamer; public final class Finalizer<R> {"
                + " public java.util.Optional<R> call() { return null; } }",
        "package dev.gossamer; public final class Finalizers {"
                + " public static Finalizer<Void> register(Object referent, Runnable action) { return null; } }",
    };

    private GossamerTypes() {}

    /** A template that names one of them. */
    static JavaTemplate template(String code, String type) {
        return JavaTemplate.builder(code)
                .contextSensitive()
                .imports("dev.gossamer." + type)
                .javaParser(JavaParser.fromJavaVersion().dependsOn(STUBS))
                .build();
    }
}
