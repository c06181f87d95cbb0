package dev.platte.server.api;

import dev.platte.db.lock.LockAccess;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSettings;
import dev.platte.db.verb.Caller;
import dev.platte.policy.lock.LockRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Lock groups in the document of the whole configuration. */
@Component
final class LockApply {

    private final LockGroups groups;
    private final LockPlaces places;

    LockApply(LockGroups groups, LockPlaces places) {
        this.groups = groups;
        this.places = places;
    }

    /** All of them, as plain data. */
    List<Map<String, @Nullable Object>> export() {
        return groups.list().stream().map(this::plain).toList();
    }

    private Map<String, @Nullable Object> plain(LockGroup group) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("name", group.name());
        plain.put("description", group.description());
        plain.put("access", group.access().name());
        plain.put(
                "covers",
                places.covers(group).stream()
                        .map(one -> Map.of("application", one.application(), "group", one.group()))
                        .toList());
        plain.put("frozenReason", group.frozenReason());
        plain.put(
                "rules",
                JsonMapper.shared().convertValue(LockGroups.document(group.rules()), Map.class));
        return plain;
    }

    /** Before anything of a document is made: who asks for slots locks in the same order. */
    void lock(Fields document) {
        if (document.has("locks")) {
            groups.lockAll();
        }
    }

    /** Makes lock groups what the document says; what it does not name stays. */
    void apply(Fields document, Caller caller, List<Apply.Difference> made) {
        for (Fields one :
                document.objects(
                        "locks",
                        Set.of(
                                "name",
                                "description",
                                "access",
                                "covers",
                                "frozenReason",
                                "rules"))) {
            make(one, caller, made);
        }
    }

    private void make(Fields one, Caller caller, List<Apply.Difference> made) {
        String name = one.required("name");
        Optional<LockGroup> known = groups.find(name);
        LockSettings before = known.map(LockSettings::of).orElse(LockSettings.USUAL);
        LockSettings wanted = wanted(one, before);
        LockGroup group;
        if (known.isEmpty()) {
            group = groups.create(name, wanted, caller);
            made.add(new Apply.Difference(null, "lock group", null, name));
        } else if (!wanted.equals(before)) {
            group = groups.set(known.get().id(), wanted, known.get().revision(), caller);
            made.add(
                    new Apply.Difference(null, "lock group " + name, words(before), words(wanted)));
        } else {
            group = known.get();
        }
        freeze(one, group, caller, made);
    }

    private LockSettings wanted(Fields one, LockSettings before) {
        LockRules rules = one.node("rules").map(LockGroups::parse).orElse(before.rules());
        LockAccess access = one.optional("access").map(LockPlaces::access).orElse(before.access());
        return new LockSettings(
                one.has("description")
                        ? one.optional("description").orElse("").strip()
                        : before.description(),
                rules,
                access,
                one.has("covers") ? places.covers(one) : before.covers());
    }

    private void freeze(Fields one, LockGroup group, Caller caller, List<Apply.Difference> made) {
        if (!one.has("frozenReason")) {
            return;
        }
        String what = "lock group " + group.name();
        Optional<String> why = one.optional("frozenReason");
        if (why.isPresent() && group.frozenReason() == null) {
            groups.freeze(group.id(), group.revision(), caller.because(why.get()));
            made.add(new Apply.Difference(null, what, "open", "frozen: " + why.get()));
        } else if (why.isEmpty() && group.frozenReason() != null) {
            groups.thaw(
                    group.id(),
                    group.revision(),
                    caller.reason() == null ? caller.because("applied") : caller);
            made.add(new Apply.Difference(null, what, "frozen", "open"));
        }
    }

    private static String words(LockSettings settings) {
        return "%s, covers %s, %s, %s"
                .formatted(
                        settings.access(),
                        settings.covers(),
                        LockGroups.document(settings.rules()),
                        settings.description());
    }
}
