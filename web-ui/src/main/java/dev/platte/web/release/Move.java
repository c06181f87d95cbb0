package dev.platte.web.release;

import dev.platte.db.catalog.Channel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A channel that was pointed elsewhere: as it was, and as it is. */
record Move(Channel before, Channel after) {

    /** A channel is to point to a package again, if it is as it was left. */
    record Back(long channel, long packageId, long seen) {}

    static String archs(List<Move> moves) {
        return moves.stream()
                .map(move -> move.before().arch())
                .collect(Collectors.joining(" and "));
    }

    /**
     * The address that takes all of them back: the first channel with its package, then those that
     * moved with it, three numbers each. Empty where one pointed to nothing before.
     */
    static Optional<String> wayBack(List<Move> moves) {
        if (moves.stream().anyMatch(move -> move.before().packageId() == null)) {
            return Optional.empty();
        }
        Move first = moves.getFirst();
        String others =
                moves.stream()
                        .skip(1)
                        .map(
                                move ->
                                        move.after().id()
                                                + "-"
                                                + move.before().packageId()
                                                + "-"
                                                + move.after().revision())
                        .collect(Collectors.joining("-"));
        return Optional.of(
                "/channels/"
                        + first.after().id()
                        + "/back/"
                        + Objects.requireNonNull(first.before().packageId())
                        + (others.isEmpty() ? "" : "/" + others));
    }
}
