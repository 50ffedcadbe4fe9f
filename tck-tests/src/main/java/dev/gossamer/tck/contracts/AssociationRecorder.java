package dev.gossamer.tck.contracts;

import dev.gossamer.WeakMultimap;
import dev.gossamer.tck.environment.NamedKey;
import java.util.List;
import java.util.Set;

/**
 * Writes down what a multimap tells of deaths.
 *
 * @param told where to
 */
record AssociationRecorder(List<String> told) implements WeakMultimap.AssociationListener<NamedKey, NamedKey> {
    @Override
    public void keyCollected(Set<NamedKey> values) {
        told.add("a key of " + values.stream().map(NamedKey::text).toList());
    }

    @Override
    public void valueCollected(NamedKey key) {
        told.add("a value of " + key.text());
    }
}
