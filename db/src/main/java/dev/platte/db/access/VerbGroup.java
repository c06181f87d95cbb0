package dev.platte.db.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What verbs are about, for the scopes of tokens. A group holds the verbs whose names in the audit
 * trail begin with its word: {@code channel} holds {@code channel.create} and {@code
 * channel.point}.
 */
public enum VerbGroup {
    /** Looking; comes with every other group. */
    READ,
    /** Applications themselves. */
    APPLICATION,
    /** Keys that an application trusts. */
    KEY,
    /** Packages and their files. */
    PACKAGE,
    /** Channels, floors and promotion. */
    CHANNEL,
    /** Groups and their policies. */
    GROUP,
    /** Rollouts: pause, resume, halt. */
    ROLLOUT,
    /** Pins, overrides and other care of single hosts. */
    HOST,
    /** Reboot slots. */
    LOCK,
    /** Requests for a second person, and their answers. */
    APPROVAL,
    /** Messages to other systems. */
    WEBHOOK,
    /** Tokens. */
    TOKEN,
    /** People. */
    USER;

    /** As scopes write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<VerbGroup> ofWord(String word) {
        return Stream.of(values()).filter(group -> group.word().equals(word)).findFirst();
    }
}
