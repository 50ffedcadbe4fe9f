package dev.gossamer.tck;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.ForwardingBackend;
import dev.gossamer.spi.ForwardingTable;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A backend that is right but for one fault in its tables. */
class Mutant extends ForwardingBackend {
    private final UnaryOperator<TableSpec> misread;
    private final BiFunction<TableSpec, Table, Table> fault;

    Mutant(UnaryOperator<TableSpec> misread, BiFunction<TableSpec, Table, Table> fault) {
        this(new JdkBackend(), misread, fault);
    }

    Mutant(Backend right, UnaryOperator<TableSpec> misread, BiFunction<TableSpec, Table, Table> fault) {
        super(right);
        this.misread = misread;
        this.fault = fault;
    }

    /** A backend whose tables have a fault. */
    static Mutant tables(BiFunction<TableSpec, Table, Table> fault) {
        return new Mutant(spec -> spec, fault);
    }

    /** A backend that does not do as a specification says. */
    static Mutant misreading(UnaryOperator<TableSpec> misread) {
        return new Mutant(misread, (spec, table) -> table);
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
    public Table table(TableSpec spec) {
        return fault.apply(spec, super.table(misread.apply(spec)));
    }

    /** A table that passes everything on; a fault overrides one method or two. */
    static class Faulty extends ForwardingTable {
        final TableSpec spec;
        final Table table;

        Faulty(TableSpec spec, Table table) {
            super(table);
            this.spec = spec;
            this.table = table;
        }

        /** Whether a function is running for the key of an entry. */
        static boolean isClaim(Entry entry) {
            return entry.getClass().getSimpleName().equals("Claim");
        }

        /** Whether the weak side of an entry has died. */
        static boolean isDead(Entry entry) {
            return entry.weak() == null && !isClaim(entry);
        }

        /** Some entry that satisfies a condition, or {@code null}. */
        Entry any(java.util.function.Predicate<Entry> condition) {
            for (Entry entry : table) {
                if (condition.test(entry)) {
                    return entry;
                }
            }
            return null;
        }
    }
}
