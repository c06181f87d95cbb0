package dev.platte.omaha.value;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The {@code errorcode} of an event: update_engine's exit code with its flags above. Open: unknown
 * codes survive.
 *
 * @param raw the 32 bits as sent; update_engine prints them signed, so a flag in bit 31 makes the
 *     number negative
 */
public record ErrorCode(int raw) {

    private static final int CODE_MASK = 0x0FFFFFFF;
    private static final int HTTP_BASE = 2000;
    private static final int HTTP_OUT_OF_RANGE = 2999;

    public static final ErrorCode SUCCESS = new ErrorCode(0);
    public static final ErrorCode ERROR = new ErrorCode(1);
    public static final ErrorCode POSTINSTALL_RUNNER = new ErrorCode(5);
    public static final ErrorCode INSTALL_DEVICE_OPEN = new ErrorCode(7);
    public static final ErrorCode DOWNLOAD_TRANSFER = new ErrorCode(9);
    public static final ErrorCode PAYLOAD_HASH_MISMATCH = new ErrorCode(10);
    public static final ErrorCode PAYLOAD_SIZE_MISMATCH = new ErrorCode(11);
    public static final ErrorCode PAYLOAD_VERIFICATION = new ErrorCode(12);
    public static final ErrorCode WRITE = new ErrorCode(14);
    public static final ErrorCode NEW_ROOTFS_VERIFICATION = new ErrorCode(15);
    public static final ErrorCode NEW_KERNEL_VERIFICATION = new ErrorCode(16);
    public static final ErrorCode SIGNED_PAYLOAD_EXPECTED = new ErrorCode(17);
    public static final ErrorCode PAYLOAD_PUBLIC_KEY_VERIFICATION = new ErrorCode(18);
    public static final ErrorCode DOWNLOAD_STATE_INITIALIZATION = new ErrorCode(20);
    public static final ErrorCode INVALID_MAGIC = new ErrorCode(21);
    public static final ErrorCode MANIFEST_PARSE = new ErrorCode(23);
    public static final ErrorCode OPERATION_HASH_VERIFICATION = new ErrorCode(27);
    public static final ErrorCode OPERATION_EXECUTION = new ErrorCode(28);
    public static final ErrorCode OPERATION_HASH_MISMATCH = new ErrorCode(29);
    public static final ErrorCode EMPTY_RESPONSE = new ErrorCode(30);
    public static final ErrorCode RESPONSE_XML_PARSE = new ErrorCode(31);
    public static final ErrorCode RESPONSE_INVALID = new ErrorCode(34);
    public static final ErrorCode IGNORED_BY_POLICY = new ErrorCode(35);
    public static final ErrorCode DEFERRED_BY_POLICY = new ErrorCode(36);
    public static final ErrorCode OPERATION_HASH_MISSING = new ErrorCode(38);
    public static final ErrorCode DEFERRED_FOR_BACKOFF = new ErrorCode(40);
    public static final ErrorCode ROLLBACK = new ErrorCode(44);

    public static ErrorCode of(int raw) {
        return new ErrorCode(raw);
    }

    /**
     * The code behind decimal text, signed or unsigned: -2147483648 to 4294967295.
     *
     * @throws NumberFormatException if the text is no such number
     */
    public static ErrorCode parse(String text) {
        long number = Long.parseLong(text);
        if (number < Integer.MIN_VALUE || number > 0xFFFF_FFFFL) {
            throw new NumberFormatException("an error code has 32 bits: " + text);
        }
        return new ErrorCode((int) number);
    }

    /** The request for an update got this HTTP status; 0: there was no answer at all. */
    public static ErrorCode ofHttpStatus(int status) {
        boolean inRange = status >= 0 && status < 999;
        return new ErrorCode(inRange ? HTTP_BASE + status : HTTP_OUT_OF_RANGE);
    }

    /** This code with these flags set besides those it has. */
    public ErrorCode with(Collection<ErrorFlag> flags) {
        int bits = raw;
        for (ErrorFlag flag : flags) {
            bits |= flag.bit();
        }
        return new ErrorCode(bits);
    }

    /** The code without its flags: 0 to 2^28-1. */
    public int code() {
        return raw & CODE_MASK;
    }

    public Set<ErrorFlag> flags() {
        EnumSet<ErrorFlag> flags = EnumSet.noneOf(ErrorFlag.class);
        Arrays.stream(ErrorFlag.values())
                .filter(flag -> (raw & flag.bit()) != 0)
                .forEach(flags::add);
        return flags;
    }

    /** The HTTP status behind codes 2001 to 2998. */
    public OptionalInt httpStatus() {
        return code() > HTTP_BASE && code() < HTTP_OUT_OF_RANGE
                ? OptionalInt.of(code() - HTTP_BASE)
                : OptionalInt.empty();
    }

    public boolean isKnown() {
        return ErrorWords.of(code()).isPresent();
    }

    /** The code in words, without its flags; an unknown one as {@code error 77}. */
    public String words() {
        return ErrorWords.of(code()).orElse("error " + code());
    }

    /** What this means for the URL the payload came from. */
    public Consequence consequence() {
        return switch (code()) {
            case 10, 11, 12, 17, 18 -> Consequence.NEXT_URL;
            case 21, 22, 23, 24, 25, 26, 27, 28, 29 -> Consequence.NEXT_URL;
            case 32, 33, 38, 39 -> Consequence.NEXT_URL;
            case 1, 9, 14, 20, 37 -> Consequence.COUNT_FAILURE;
            default -> isHttp() ? Consequence.COUNT_FAILURE : Consequence.NONE;
        };
    }

    /**
     * Whether a check failed rather than an update: the server was not to be reached, or answered
     * with nothing usable (update_engine's OmahaRequestAction).
     */
    public boolean isOfCheck() {
        return switch (code()) {
            case 2, 30, 31, 34 -> true;
            default -> isHttp();
        };
    }

    /** update_engine sums codes 2000 and above up as 37 before it looks at the consequence. */
    private boolean isHttp() {
        return code() >= HTTP_BASE && code() <= HTTP_OUT_OF_RANGE;
    }

    /** For people: {@code payload hash mismatch (10; private server)}. */
    @Override
    public String toString() {
        String flags = flags().stream().map(ErrorFlag::words).collect(Collectors.joining(", "));
        return words() + " (" + code() + (flags.isEmpty() ? "" : "; " + flags) + ")";
    }
}
