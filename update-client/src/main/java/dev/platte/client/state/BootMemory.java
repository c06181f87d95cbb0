package dev.platte.client.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was flipped, and which releases turned out bad. update_engine remembers neither, and
 * installs a bad release again and again.
 */
public final class BootMemory {
    private static final String FLIP = "flip";
    private static final String VERSIONS = "versions";
    private static final String BAD = "bad-releases";

    /** update_engine's pref: what ran before the last update, until the server knows. */
    private static final String PREVIOUS_VERSION = "previous-version";

    private static final int MOST_BAD = 64;

    private final StateDir state;

    /** Reads and writes in that directory. */
    public BootMemory(StateDir state) {
        this.state = state;
    }

    /** A release that did not come up healthy. */
    public record BadRelease(String version, String sha256) {
        /** The same payload, or a rebuilt one that says it is the same release. */
        boolean is(String otherVersion, String otherSha256) {
            return sha256.equals(otherSha256)
                    || (!version.isEmpty() && version.equals(otherVersion));
        }
    }

    /** The last flip that is neither confirmed nor settled otherwise. */
    public Optional<Flip> flip() throws IOException {
        Optional<Fields> fields = state.read(FLIP);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Fields f = fields.get();
        String slot = f.text("slot").orElse("");
        if (!slot.equals("a") && !slot.equals("b")) {
            state.reject(FLIP, "it names no slot");
            return Optional.empty();
        }
        return Optional.of(
                new Flip(
                        slot,
                        f.text("version").orElse(""),
                        f.text("sha256").orElse(""),
                        f.text("from-version").orElse(""),
                        f.text("boot-id").orElse(""),
                        f.text("condemned").orElse("").equals("yes")));
    }

    /** Notes a flip that is about to be written, and what the next check has to report. */
    public void flipping(Flip flip) throws IOException {
        boolean toA = flip.slot().equals("a");
        state.write(
                VERSIONS,
                new Fields()
                        .with("a", toA ? flip.version() : flip.fromVersion())
                        .with("b", toA ? flip.fromVersion() : flip.version())
                        .with("boot-id", flip.bootId()));
        write(flip);
        state.pref(PREVIOUS_VERSION, flip.fromVersion());
    }

    /** Whether the last flip was written in that boot; known also where the flip's note is lost. */
    public boolean isFlippedIn(String bootId) throws IOException {
        return !bootId.isEmpty()
                && state.read(VERSIONS)
                        .flatMap(fields -> fields.text("boot-id"))
                        .filter(bootId::equals)
                        .isPresent();
    }

    /** What a slot holds since the last flip; empty when that is not known. */
    public String version(String slot) throws IOException {
        return state.read(VERSIONS).flatMap(fields -> fields.text(slot)).orElse("");
    }

    /** Notes that the flipped release failed its checks; it is remembered as bad. */
    public void condemned(Flip flip) throws IOException {
        addBad(new BadRelease(flip.version(), flip.sha256()));
        write(flip.condemn());
    }

    /** The bootloader returned from the flipped slot: bad, and nothing pends any more. */
    public void fellBack(Flip flip) throws IOException {
        addBad(new BadRelease(flip.version(), flip.sha256()));
        state.remove(FLIP);
    }

    /**
     * The flipped slot was confirmed; the report of it stays until the server has it. Where the
     * version did not change, "previous is current" would read as a fall-back, so nothing is left.
     */
    public void confirmed(Flip flip) throws IOException {
        if (flip.version().equals(flip.fromVersion())) {
            state.pref(PREVIOUS_VERSION, "");
        }
        state.remove(FLIP);
    }

    /** The flip never reached the disk: there is nothing to report. */
    public void neverFlipped() throws IOException {
        state.pref(PREVIOUS_VERSION, "");
        state.remove(FLIP);
    }

    /**
     * Notes that the host goes back to a release that it ran before, by an operator's wish; what
     * runs now is not taken again.
     */
    public void rollingBack(Flip flip) throws IOException {
        addBad(new BadRelease(flip.fromVersion(), ""));
        flipping(flip);
    }

    /** What was flipped is taken back before anybody booted it: there is nothing to report. */
    public void undone(Flip flip) throws IOException {
        if (flip.isRollback()) {
            forgive(new BadRelease(flip.fromVersion(), ""));
        }
        neverFlipped();
    }

    /** Whether that release was tried here and did not come up healthy. */
    public boolean isBad(String version, String sha256) throws IOException {
        return bad().stream().anyMatch(bad -> bad.is(version, sha256));
    }

    /** All bad releases, the oldest first. */
    public List<BadRelease> bad() throws IOException {
        List<BadRelease> all = new ArrayList<>();
        Optional<Fields> fields = state.read(BAD);
        for (int i = 0; fields.isPresent() && i < MOST_BAD; i++) {
            Optional<String> sha256 = fields.get().text("sha256." + i);
            if (sha256.isPresent()) {
                String version = fields.get().text("version." + i).orElse("");
                all.add(new BadRelease(version, sha256.get()));
            }
        }
        return all;
    }

    private void addBad(BadRelease release) throws IOException {
        List<BadRelease> all = new ArrayList<>(bad());
        all.remove(release);
        all.add(release);
        writeBad(all);
    }

    private void forgive(BadRelease release) throws IOException {
        List<BadRelease> all = new ArrayList<>(bad());
        if (all.remove(release)) {
            writeBad(all);
        }
    }

    private void writeBad(List<BadRelease> all) throws IOException {
        Fields fields = new Fields();
        int first = Math.max(0, all.size() - MOST_BAD);
        for (int i = first; i < all.size(); i++) {
            fields.with("version." + (i - first), all.get(i).version());
            fields.with("sha256." + (i - first), all.get(i).sha256());
        }
        state.write(BAD, fields);
    }

    private void write(Flip flip) throws IOException {
        state.write(
                FLIP,
                new Fields()
                        .with("slot", flip.slot())
                        .with("version", flip.version())
                        .with("sha256", flip.sha256())
                        .with("from-version", flip.fromVersion())
                        .with("boot-id", flip.bootId())
                        .with("condemned", flip.condemned() ? "yes" : "no"));
    }
}
