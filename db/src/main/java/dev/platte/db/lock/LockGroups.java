package dev.platte.db.lock;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.policy.lock.LockRules;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Lock groups and how their hosts take turns. */
@Service
public final class LockGroups {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9.-]{1,100}");
    private static final int LONGEST_HOST = 128;

    private final GroupRows rows;
    private final Changes changes;
    private final BookWriter writer;

    LockGroups(JdbcClient sql, Changes changes, BookWriter writer) {
        this.rows = new GroupRows(sql);
        this.changes = changes;
        this.writer = writer;
    }

    /**
     * Rules from their document: durations as ISO 8601, absent parts as usual.
     *
     * @throws RefusedException {@code policy-invalid}, with the field, its value and its range
     */
    public static LockRules parse(JsonNode document) {
        return RulesText.read(document);
    }

    /** The whole document of rules; {@link #parse} gives the same rules back. */
    public static JsonNode document(LockRules rules) {
        return RulesText.write(rules);
    }

    /** Whether hosts can say this name, as the FleetLock protocol allows it. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    /** Whether a host can be called so: 1 to 128 characters, none of them a control character. */
    public static boolean isHost(String host) {
        return !host.isBlank()
                && host.length() <= LONGEST_HOST
                && host.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    }

    static void checkHost(String host) {
        if (!isHost(host)) {
            throw RefusedException.invalid(
                    "lock-host-invalid", "A host has 1 to 128 characters on one line.");
        }
    }

    static RefusedException unknown(String name) {
        return RefusedException.notFound(
                "lock-group-unknown", "There is no lock group " + name + ".");
    }

    /**
     * Makes a lock group.
     *
     * @throws RefusedException {@code lock-group-name-invalid}, {@code lock-group-exists}, {@code
     *     group-unknown}, {@code text-invalid}
     */
    public LockGroup create(String name, LockSettings said, Caller caller) {
        if (!isName(name)) {
            throw RefusedException.invalid(
                    "lock-group-name-invalid",
                    "A lock group's name has 1 to 100 letters, digits, dots and dashes, and is not a dot or two.");
        }
        checkDescription(said);
        return changes.change(
                caller,
                () -> {
                    Optional<Long> id = rows.insert(name, said, changes.now());
                    if (id.isEmpty()) {
                        throw RefusedException.conflict(
                                "lock-group-exists", "There is a lock group " + name + " already.");
                    }
                    rows.cover(id.get(), said.covers());
                    LockGroup after = find(name).orElseThrow();
                    changes.audit(caller, "lock.create", subject(after), null, after);
                    return after;
                });
    }

    /**
     * Sets what people say of it. A lower limit takes no slot away, it only gives none until enough
     * came back; another hold counts for slots from their next renewal on.
     *
     * @param seen the revision the caller looked at
     * @throws RefusedException {@code lock-group-unknown}, {@code changed-meanwhile}, {@code
     *     group-unknown}, {@code text-invalid}
     */
    public LockGroup set(long id, LockSettings said, long seen, Caller caller) {
        checkDescription(said);
        return change(
                id,
                seen,
                "lock.set",
                caller,
                before -> {
                    rows.update(id, said);
                    if (!said.covers().equals(before.covers())) {
                        rows.uncover(id);
                        rows.cover(id, said.covers());
                    }
                });
    }

    /**
     * Lets nobody go down, at once. Who is down already comes back as usual. Needs a reason.
     *
     * @throws RefusedException {@code lock-group-unknown}, {@code lock-group-frozen}, {@code
     *     changed-meanwhile}, {@code reason-required}
     */
    public LockGroup freeze(long id, long seen, Caller caller) {
        String reason = caller.requiredReason();
        return change(
                id,
                seen,
                "lock.freeze",
                caller,
                before -> {
                    if (before.frozenReason() != null) {
                        throw RefusedException.conflict(
                                "lock-group-frozen",
                                "It is frozen already: " + before.frozenReason());
                    }
                    rows.freeze(id, reason);
                    writer.enter(before, LockEvent.What.FROZEN, caller);
                });
    }

    /**
     * Lets hosts of a frozen group go again. Needs a reason.
     *
     * @throws RefusedException {@code lock-group-unknown}, {@code lock-group-not-frozen}, {@code
     *     changed-meanwhile}, {@code reason-required}
     */
    public LockGroup thaw(long id, long seen, Caller caller) {
        caller.requiredReason();
        return change(
                id,
                seen,
                "lock.thaw",
                caller,
                before -> {
                    if (before.frozenReason() == null) {
                        throw RefusedException.conflict(
                                "lock-group-not-frozen", "The lock group is not frozen.");
                    }
                    rows.freeze(id, null);
                    writer.enter(before, LockEvent.What.THAWED, caller);
                });
    }

    /**
     * Forgives what failed until now, so that the failure budget begins anew; hosts that are
     * overdue still count. Needs a reason.
     *
     * @throws RefusedException {@code lock-group-unknown}, {@code changed-meanwhile}, {@code
     *     reason-required}
     */
    public LockGroup resume(long id, long seen, Caller caller) {
        caller.requiredReason();
        return change(
                id,
                seen,
                "lock.resume",
                caller,
                before -> {
                    rows.forgive(id);
                    writer.enter(before, LockEvent.What.RESUMED, caller);
                });
    }

    /**
     * Removes a lock group that nobody holds a slot of, with its timeline and tokens. Needs a
     * reason.
     *
     * @throws RefusedException {@code lock-group-unknown}, {@code lock-group-in-use}, {@code
     *     changed-meanwhile}, {@code reason-required}
     */
    public void delete(long id, long seen, Caller caller) {
        caller.requiredReason();
        changes.change(
                caller,
                () -> {
                    LockGroup before = lock(id, seen);
                    long held = rows.held(id);
                    if (held > 0) {
                        throw RefusedException.conflict(
                                "lock-group-in-use",
                                held
                                        + " hosts hold slots of it; wait for them, or free the slots.");
                    }
                    rows.delete(id);
                    changes.audit(caller, "lock.delete", subject(before), before, null);
                    return before;
                });
    }

    /**
     * Locks all of them inside the caller's transaction: for several verbs in one transaction,
     * before the first of them. Each verb alone locks its group before the audit trail; the second
     * one of a transaction holds that already, and would wait in a circle with hosts that ask.
     */
    public void lockAll() {
        rows.lockAll();
    }

    /** All lock groups by name. */
    public List<LockGroup> list() {
        return rows.list();
    }

    public Optional<LockGroup> find(String name) {
        return rows.find(name);
    }

    public Optional<LockGroup> find(long id) {
        return rows.find(id);
    }

    /**
     * Makes those lock groups that do not exist and are called as an update group: by its track, or
     * by its id. Hosts belong to their update group unless they say another one.
     */
    void follow(Collection<String> names) {
        for (GroupRows.Wanted wanted : rows.wanted(names)) {
            Caller first = Caller.system("a host of the update group asked for the first time");
            LockSettings said =
                    new LockSettings("", LockRules.USUAL, LockAccess.OPEN, wanted.covers());
            try {
                create(wanted.name(), said, first);
            } catch (RefusedException e) {
                // Another replica was faster, which is as good.
                if (!e.code().equals("lock-group-exists")) {
                    throw e;
                }
            }
        }
    }

    private interface Step {
        void on(LockGroup before);
    }

    private LockGroup change(long id, long seen, String verb, Caller caller, Step step) {
        return changes.change(
                caller,
                () -> {
                    LockGroup before = lock(id, seen);
                    step.on(before);
                    LockGroup after = rows.find(id).orElseThrow();
                    changes.audit(caller, verb, subject(after), before, after);
                    return after;
                });
    }

    private LockGroup lock(long id, long seen) {
        LockGroup before = rows.lock(id).orElseThrow(() -> unknown(Long.toString(id)));
        Changes.expect("The lock group " + before.name(), seen, before.revision());
        return before;
    }

    private static void checkDescription(LockSettings said) {
        if (said.description().length() > 2000) {
            throw RefusedException.invalid(
                    "text-invalid",
                    "A description has at most 2000 characters; this has "
                            + said.description().length()
                            + ".");
        }
    }

    private static String subject(LockGroup group) {
        return "lock/" + group.id();
    }
}
