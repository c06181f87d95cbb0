package dev.platte.omaha.cup;

/** What the proof of an answer is worth. Anything but {@link #TRUSTED} is a failed request. */
public enum CupVerdict {
    /** The answer is the server's own, to this request, made for this nonce. */
    TRUSTED,
    /** No header carries a proof. */
    NO_PROOF,
    /** A header carries something that is no proof. */
    CORRUPT_PROOF,
    /** The server answered another request than the one that was sent. */
    REQUEST_CHANGED,
    /** The signature is not the server's, or the answer was changed, or is an old one. */
    NOT_TRUSTED
}
