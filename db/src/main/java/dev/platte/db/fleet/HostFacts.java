package dev.platte.db.fleet;

import org.jspecify.annotations.Nullable;

/**
 * What a poll says about its host. Absent facts leave what was known; each is clipped to 512
 * characters.
 *
 * @param track as said, empty when nothing was said
 * @param version as said, readable or not
 */
public record HostFacts(
        String track,
        String version,
        @Nullable String board,
        @Nullable String arch,
        @Nullable String bootId,
        @Nullable String oem,
        @Nullable String alias,
        @Nullable String aleph,
        @Nullable String ip) {

    static final int MAX = 512;

    public HostFacts {
        track = Clip.text(track, MAX);
        version = Clip.text(version, MAX);
        board = Clip.optional(board, MAX);
        arch = Clip.optional(arch, MAX);
        bootId = Clip.optional(bootId, MAX);
        oem = Clip.optional(oem, MAX);
        alias = Clip.optional(alias, MAX);
        aleph = Clip.optional(aleph, MAX);
        ip = Clip.optional(ip, MAX);
    }

    /** These facts, with those of the earlier poll where they are silent. */
    HostFacts over(HostFacts earlier) {
        return new HostFacts(
                track,
                version,
                or(board, earlier.board),
                or(arch, earlier.arch),
                or(bootId, earlier.bootId),
                or(oem, earlier.oem),
                or(alias, earlier.alias),
                or(aleph, earlier.aleph),
                or(ip, earlier.ip));
    }

    private static @Nullable String or(@Nullable String later, @Nullable String earlier) {
        return later == null ? earlier : later;
    }
}
