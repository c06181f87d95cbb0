package dev.platte.server.ledger;

import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.Sighting;
import dev.platte.db.fleet.Sightings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The polls of a batch that say what their hosts said before: of these only the time is written, in
 * one statement that commits by itself, and no row is read or locked besides.
 */
final class QuietPolls {

    private final Sightings sightings;

    QuietPolls(Sightings sightings) {
        this.sightings = sightings;
    }

    /**
     * Writes those that turn out to be quiet.
     *
     * @return their places in the batch; of the others nothing is kept, or no more than that their
     *     hosts were seen
     */
    BitSet write(List<Queued> batch) {
        Map<HostKey, Integer> polls = new HashMap<>();
        batch.forEach(
                one -> one.poll().entries().forEach(it -> polls.merge(it.host(), 1, Integer::sum)));
        List<Sighting> said = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < batch.size(); place++) {
            // What a host says twice in a batch is taken in its order.
            for (Sighting one : batch.get(place).sightings()) {
                if (polls.getOrDefault(one.host(), 0) == 1) {
                    said.add(one);
                    places.add(place);
                }
            }
        }
        return said.isEmpty() ? new BitSet() : whole(batch, places, sightings.write(said));
    }

    /** Polls all of whose hosts were kept. */
    private static BitSet whole(List<Queued> batch, List<Integer> places, BitSet kept) {
        int[] hosts = new int[batch.size()];
        kept.stream().forEach(i -> hosts[places.get(i)]++);
        BitSet whole = new BitSet(batch.size());
        for (int place = 0; place < hosts.length; place++) {
            if (hosts[place] > 0 && hosts[place] == batch.get(place).poll().entries().size()) {
                whole.set(place);
            }
        }
        return whole;
    }
}
