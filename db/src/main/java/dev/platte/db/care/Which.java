package dev.platte.db.care;

import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostQuery;
import dev.platte.db.verb.RefusedException;
import java.util.LinkedHashSet;
import java.util.List;

/** Which hosts are meant. */
public sealed interface Which {

    /** So many can be named at once. */
    int MOST_NAMED = 10_000;

    /** The application whose hosts they are. */
    long applicationId();

    /**
     * All that a query finds.
     *
     * @param query its limit is how many are looked up at a time
     */
    record Found(HostQuery query) implements Which {

        @Override
        public long applicationId() {
            return query.applicationId();
        }
    }

    /**
     * These.
     *
     * @param machines what is named twice is meant once
     */
    record Named(long applicationId, List<String> machines) implements Which {

        /**
         * @throws RefusedException {@code machine-id-invalid}, {@code hosts-too-many}
         */
        public Named {
            machines = List.copyOf(new LinkedHashSet<>(machines));
            if (machines.size() > MOST_NAMED) {
                throw RefusedException.conflict(
                        "hosts-too-many",
                        "%d hosts are named; name at most %d at a time."
                                .formatted(machines.size(), MOST_NAMED));
            }
            for (int i = 0; i < machines.size(); i++) {
                String id = machines.get(i);
                if (id.isBlank() || id.length() > HostKey.MAX_MACHINE_ID || id.indexOf('\0') >= 0) {
                    throw RefusedException.invalid(
                            "machine-id-invalid",
                            "A machine id has 1 to 256 characters; number %d of the list has %d, or only blanks."
                                    .formatted(i + 1, id.length()));
                }
            }
        }
    }
}
