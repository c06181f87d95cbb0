package dev.platte.server.api;

import dev.platte.db.access.Changes;
import dev.platte.db.access.Need;
import dev.platte.db.access.Role;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.Floor;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.Policies;
import dev.platte.db.rollout.WholeLock;
import dev.platte.db.verb.Caller;
import dev.platte.db.webhook.Webhooks;
import dev.platte.keys.verify.VerificationKey;
import dev.platte.server.edge.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Makes the server what a document says, by the same verbs as single requests: each difference is
 * one verb and one audit row, a document without differences changes nothing. What a document does
 * not name stays; floors and keys that a named list leaves out go. A webhook that it makes has a
 * secret that nobody has seen: exchange it.
 */
@Component
final class Apply {

    /**
     * One difference, in the order in which it was made.
     *
     * @param application absent: it touches the whole server
     */
    record Difference(
            @Nullable String application,
            String what,
            @Nullable String before,
            @Nullable String after) {}

    /** What changing webhooks needs. */
    static final Need WEBHOOKS = new Need(Role.ADMIN, VerbGroup.WEBHOOK, null);

    private final Changes changes;
    private final WholeLock lock;
    private final Catalog catalog;
    private final Groups groups;
    private final Policies policies;
    private final Webhooks webhooks;
    private final Lookup lookup;
    private final LockApply locks;

    Apply(
            Changes changes,
            WholeLock lock,
            Catalog catalog,
            Groups groups,
            Policies policies,
            Webhooks webhooks,
            Lookup lookup,
            LockApply locks) {
        this.changes = changes;
        this.lock = lock;
        this.catalog = catalog;
        this.groups = groups;
        this.policies = policies;
        this.webhooks = webhooks;
        this.lookup = lookup;
        this.locks = locks;
    }

    /** All of it in one transaction, or nothing; for a dry run only the differences. */
    List<Difference> apply(JsonNode document, Caller caller) {
        Fields whole = Fields.of(document, Set.of("applications", "locks", "webhooks"));
        List<Fields> hooks =
                whole.objects("webhooks", Set.of("name", "url", "application", "kinds"));
        if (!hooks.isEmpty()) {
            ApiRequest.identity().permissions().require(WEBHOOKS);
        }
        List<Fields> wanted =
                whole.objects(
                        "applications",
                        Set.of("appid", "name", "description", "keys", "channels", "groups"));
        return changes.change(
                caller,
                () -> {
                    locks.lock(whole);
                    lock.lock(
                            wanted.stream()
                                    .flatMap(a -> catalog.application(a.required("appid")).stream())
                                    .map(Application::id)
                                    .toList());
                    List<Difference> made = new ArrayList<>();
                    wanted.forEach(application -> new One(application, caller, made).apply());
                    hooks.forEach(new WebhookApply(webhooks, lookup, caller, made)::apply);
                    locks.apply(whole, caller, made);
                    return List.copyOf(made);
                });
    }

    /** One application of the document. */
    private final class One {

        private final Fields wanted;
        private final Caller caller;
        private final List<Difference> made;
        private final Application application;

        One(Fields wanted, Caller caller, List<Difference> made) {
            this.wanted = wanted;
            this.caller = caller;
            this.made = made;
            this.application = application();
        }

        /** Policies before anything moves: a rollout begins with the policy of its moment. */
        void apply() {
            if (wanted.has("keys")) {
                keys(wanted.objects("keys", Set.of("name", "pem")));
            }
            List<Fields> channels =
                    wanted.objects("channels", Set.of("name", "arch", "version", "floors"));
            channels.forEach(this::makeChannel);
            wanted.objects(
                            "groups",
                            Set.of(
                                    "track",
                                    "id",
                                    "channel",
                                    "description",
                                    "pollInterval",
                                    "pausedReason",
                                    "policy"))
                    .forEach(new GroupApply(groups, policies, application, caller, made)::apply);
            channels.forEach(this::point);
        }

        private Application application() {
            String appid = wanted.required("appid");
            String name = wanted.optional("name").orElse(appid);
            String description = wanted.optional("description").orElse("");
            Optional<Application> known = catalog.application(appid);
            if (known.isEmpty()) {
                made.add(new Difference(appid, "application", null, name));
                return catalog.createApplication(appid, name, description, caller);
            }
            if (wanted.has("name") && !known.get().name().equals(name)) {
                throw ProblemException.of(
                        409,
                        "application-named",
                        "The application "
                                + appid
                                + " is called "
                                + known.get().name()
                                + ", not "
                                + name
                                + "; names do not change.");
            }
            return known.get();
        }

        private void keys(List<Fields> list) {
            List<TrustedKey> trusted =
                    catalog.keys(application.id()).stream()
                            .filter(key -> key.revoked() == null)
                            .toList();
            Set<String> before =
                    trusted.stream().map(TrustedKey::fingerprint).collect(Collectors.toSet());
            List<String> named = new ArrayList<>();
            for (Fields one : list) {
                VerificationKey key = ApplicationController.readKey(one.required("pem"));
                named.add(key.fingerprint().hex());
                if (!before.contains(key.fingerprint().hex())) {
                    catalog.trustKey(application.id(), one.required("name"), key, caller);
                    differ("key", null, key.fingerprint().hex());
                }
            }
            for (TrustedKey key : trusted) {
                if (!named.contains(key.fingerprint())) {
                    catalog.revokeKey(application.id(), key.fingerprint(), key.revision(), caller);
                    differ("key", key.fingerprint(), null);
                }
            }
        }

        private Optional<Channel> find(Fields one) {
            return catalog.channel(application.id(), one.required("arch"), one.required("name"));
        }

        private void makeChannel(Fields one) {
            if (find(one).isEmpty()) {
                Channel channel =
                        catalog.createChannel(
                                application.id(),
                                one.required("arch"),
                                one.required("name"),
                                caller);
                differ("channel", null, channel.arch() + "/" + channel.name());
            }
        }

        /** Floors first: nobody may slip by one. */
        private void point(Fields one) {
            Channel channel = find(one).orElseThrow();
            if (one.has("floors")) {
                floors(channel, one.objects("floors", Set.of("version", "reason")));
            }
            if (!one.has("version")) {
                return;
            }
            Long target =
                    one.optional("version")
                            .map(v -> lookup.packageOf(application, channel.arch(), v).id())
                            .orElse(null);
            if (!Objects.equals(target, channel.packageId())) {
                catalog.point(channel.id(), target, channel.revision(), caller);
                differ(
                        "channel " + channel.arch() + "/" + channel.name(),
                        lookup.version(channel.packageId()),
                        lookup.version(target));
            }
        }

        private void floors(Channel channel, List<Fields> list) {
            String what = "floor of " + channel.arch() + "/" + channel.name();
            List<Floor> before = catalog.floors(channel.id());
            List<Long> named = new ArrayList<>();
            for (Fields one : list) {
                long id =
                        lookup.packageOf(application, channel.arch(), one.required("version")).id();
                named.add(id);
                if (before.stream().noneMatch(floor -> floor.packageId() == id)) {
                    catalog.setFloor(channel.id(), id, caller.because(one.required("reason")));
                    differ(what, null, one.required("version"));
                }
            }
            for (Floor floor : before) {
                if (!named.contains(floor.packageId())) {
                    catalog.removeFloor(channel.id(), floor.packageId(), caller);
                    differ(what, lookup.version(floor.packageId()), null);
                }
            }
        }

        private void differ(String what, @Nullable String before, @Nullable String after) {
            made.add(new Difference(application.appid(), what, before, after));
        }
    }
}
