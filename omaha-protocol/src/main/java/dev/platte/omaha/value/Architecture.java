package dev.platte.omaha.value;

import java.util.Locale;
import java.util.Optional;

/**
 * The processor architecture of a host or a package. Open: an unknown name survives in lower case.
 *
 * @param name {@code amd64}, {@code arm64}, {@code x86}, or what somebody said
 */
public record Architecture(String name) {

    public static final Architecture AMD64 = new Architecture("amd64");
    public static final Architecture ARM64 = new Architecture("arm64");
    public static final Architecture X86 = new Architecture("x86");

    public Architecture {
        if (name.isBlank() || !name.equals(canonical(name))) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is not the canonical name of an architecture: use of()");
        }
    }

    /**
     * The architecture behind any of its names: {@code x64}, {@code x86_64} and {@code amd64} are
     * one, {@code aarch64} and {@code arm64} are one.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public static Architecture of(String name) {
        return new Architecture(canonical(name));
    }

    /**
     * What a host's words say about its processor, first word first: the board ({@code amd64-usr}),
     * then {@code os@arch}, then what follows the version in {@code os@sp} ({@code 1.0.0_x86_64}).
     * update_engine sends no {@code os@arch}. Empty words are skipped; a board that names no
     * architecture we know is skipped too.
     */
    public static Optional<Architecture> ofHost(String board, String osArch, String osSp) {
        return ofBoard(board).or(() -> ofOsArch(osArch)).or(() -> ofOsSp(osSp));
    }

    private static Optional<Architecture> ofBoard(String board) {
        int hyphen = board.indexOf('-');
        String first = hyphen < 0 ? board : board.substring(0, hyphen);
        return said(first).filter(Architecture::isKnown);
    }

    /** Nebraska's and Omaha's {@code arm} is the 64-bit one in the field of Linux hosts. */
    private static Optional<Architecture> ofOsArch(String osArch) {
        return said(osArch).map(arch -> arch.name().equals("arm") ? ARM64 : arch);
    }

    private static Optional<Architecture> ofOsSp(String osSp) {
        int underscore = osSp.indexOf('_');
        return underscore < 0 ? Optional.empty() : said(osSp.substring(underscore + 1));
    }

    private static Optional<Architecture> said(String name) {
        return name.isBlank() ? Optional.empty() : Optional.of(of(name));
    }

    public boolean isKnown() {
        return equals(AMD64) || equals(ARM64) || equals(X86);
    }

    private static String canonical(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "amd64", "x64", "x86_64", "x86-64" -> "amd64";
            case "arm64", "aarch64" -> "arm64";
            case "x86", "i386", "i686", "386" -> "x86";
            default -> lower;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
