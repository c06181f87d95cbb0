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
    READ(Role.VIEWER, Role.VIEWER),
    /** Applications themselves. */
    APPLICATION(Role.VIEWER, Role.ADMIN),
    /** Keys that an application trusts. */
    KEY(Role.VIEWER, Role.ADMIN),
    /** Packages and their files. */
    PACKAGE(Role.VIEWER, Role.OPERATOR),
    /** Channels, floors and promotion. */
    CHANNEL(Role.VIEWER, Role.OPERATOR),
    /** Groups and their policies. */
    GROUP(Role.VIEWER, Role.OPERATOR),
    /** Rollouts: pause, resume, halt. */
    ROLLOUT(Role.VIEWER, Role.OPERATOR),
    /** Pins, overrides and other care of single hosts. */
    HOST(Role.VIEWER, Role.OPERATOR),
    /** What came in and fits nowhere. */
    INBOX(Role.VIEWER, Role.OPERATOR),
    /** Reboot slots. */
    LOCK(Role.VIEWER, Role.OPERATOR),
    /** Requests for a second person, and their answers. */
    APPROVAL(Role.VIEWER, Role.APPROVER),
    /** Messages to other systems. */
    WEBHOOK(Role.ADMIN, Role.ADMIN),
    /** Tokens. */
    TOKEN(Role.ADMIN, Role.ADMIN),
    /** People. */
    USER(Role.ADMIN, Role.ADMIN);

    private final Role looking;
    private final Role changing;

    VerbGroup(Role looking, Role changing) {
        this.looking = looking;
        this.changing = changing;
    }

    /** The least role that may look at what this is about. */
    public Role looking() {
        return looking;
    }

    /** The least role that may change it. */
    public Role changing() {
        return changing;
    }

    /** As scopes write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<VerbGroup> ofWord(String word) {
        return Stream.of(values()).filter(group -> group.word().equals(word)).findFirst();
    }
}
